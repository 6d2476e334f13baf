/// Cells of a table: what a person reads, and the plain value that a program reads.

/** What the API told: a decimal stays the text that it came as. */
export type Plain = string | number | null;

/** A text that says itself, or a plain value with the text that shows it. */
export type Cell = Plain | { readonly value: Plain; readonly text: string };

/** A table's columns and rows. */
export interface TableData {
  columns: readonly { label: string; numeric?: boolean }[];
  rows: readonly (readonly Cell[])[];
}

/** `value` with the text that `write` makes of it; what is absent counts as null. */
export function cell<V extends string | number>(
  value: V | null | undefined, write: (value: V | null) => string,
): Cell {
  const plain = value ?? null;
  return { value: plain, text: write(plain) };
}

export function textOf(of: Cell): string {
  if (typeof of === 'object' && of !== null) return of.text;
  return of === null ? '–' : String(of);
}

export function valueOf(of: Cell): Plain {
  return typeof of === 'object' && of !== null ? of.value : of;
}
