/// Sums and steps of a grid of runs.

/** The days to write over columns of these days: where one begins, and far enough from the last. */
export function dayLabels(days: readonly string[], apart: number): (string | null)[] {
  let last = -apart;
  return days.map((day, at) => {
    if (day === days[at - 1] || at - last < apart) return null;
    last = at;
    return day;
  });
}

/** Where a key leads from a cell; row -1 is the run itself. Null: the key leads nowhere. */
export function keyStep(
  key: string, at: { column: number; row: number }, size: { columns: number; rows: number },
): { column: number; row: number } | null {
  const column = Math.min(at.column, size.columns - 1);
  const steps: Readonly<Record<string, { column: number; row: number }>> = {
    ArrowLeft: { column: at.column - 1, row: at.row }, ArrowRight: { column: at.column + 1, row: at.row },
    ArrowUp: { column, row: at.row - 1 }, ArrowDown: { column, row: at.row + 1 },
    Home: { column: 0, row: at.row }, End: { column: size.columns - 1, row: at.row },
    PageUp: { column: at.column - 20, row: at.row }, PageDown: { column: at.column + 20, row: at.row },
  };
  const next = steps[key];
  if (!next || size.columns === 0) return null;
  return { column: Math.min(size.columns - 1, Math.max(0, next.column)), row: Math.min(size.rows - 1, Math.max(-1, next.row)) };
}

/** Counts by state, the greatest first. */
export function othersOf(others: Readonly<Record<string, number>>): { state: string; count: number }[] {
  return Object.entries(others).map(([state, count]) => ({ state, count })).sort((a, b) => b.count - a.count);
}
