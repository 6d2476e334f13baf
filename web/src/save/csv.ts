/// A table as CSV: RFC 4180, UTF-8 with a mark at its head so that Excel in Korea reads it right.
import { valueOf, type Plain, type TableData } from '../cells';

const kByteOrderMark = '\uFEFF';
const kNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
/** What a spreadsheet takes for the begin of a formula. */
const kFormula = /^[=+\-@\t\r]/;

/** One field. A text that a spreadsheet would run gets an apostrophe; numbers stay numbers. */
export function csvField(value: Plain): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = kFormula.test(value) && !kNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Every row of the table with the columns' names above, as bytes of a file. */
export function csvOf({ columns, rows }: TableData): string {
  const lines = [columns.map((column) => csvField(column.label)),
    ...rows.map((row) => row.map((each) => csvField(valueOf(each))))];
  return kByteOrderMark + lines.map((line) => `${line.join(',')}\r\n`).join('');
}
