/// Days along a chart's foot: gaps kept, few labels.
import type { Lang } from '../i18n/index';
import { formatDayShort, formatMonth } from '../time';

/** More days than this between two rows is a hole in the data, not a weekend or holiday. */
const kHoleDays = 10;
const kDayMs = 86_400_000;

/** Rows with a null at each hole, so that no line bridges it. */
export function withHoles<T>(rows: readonly T[], dayOf: (row: T) => string): (T | null)[] {
  const made: (T | null)[] = [];
  let before: string | null = null;
  for (const row of rows) {
    const day = dayOf(row);
    if (before && (Date.parse(day) - Date.parse(before)) / kDayMs > kHoleDays) made.push(null);
    made.push(row);
    before = day;
  }
  return made;
}

function everyNth(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

function monthStarts(days: readonly string[]): number[] {
  let month = days[0]?.slice(0, 7);
  return days.flatMap((day, at) => {
    if (day === '' || day.slice(0, 7) === month) return [];
    month = day.slice(0, 7);
    return [at];
  });
}

/** The labels of an axis over `days` ("" is a hole): at most `most`, by index. */
export function dayTicks(days: readonly string[], most: number, lang: Lang): Map<number, string> {
  const starts = monthStarts(days);
  if (starts.length < 3) {
    return new Map(everyNth(days.length, most).map((at) => [at, formatDayShort(days[at] ?? '', lang)]));
  }
  if (starts.length <= 30) {
    const picked = everyNth(starts.length, most).map((each) => starts[each] ?? 0);
    return new Map(picked.map((at, order) => {
      const month = days[at]?.slice(0, 7) ?? '';
      const before = order ? days[picked[order - 1] ?? 0]?.slice(0, 4) : month.slice(0, 4);
      return [at, formatMonth(month, lang, before !== month.slice(0, 4))];
    }));
  }
  const yearAt = (at: number | undefined): string => days[at ?? 0]?.slice(0, 4) ?? '';
  const years = starts.filter((at, order) => yearAt(at) !== yearAt(starts[order - 1]));
  return new Map(everyNth(years.length, most).map((each) => {
    const at = years[each] ?? 0;
    return [at, days[at]?.slice(0, 4) ?? ''];
  }));
}

/** Index of the lowest and highest of some values; null when there is none. */
export function extremes(values: readonly (number | null)[]): { low: number; high: number } | null {
  let low = -1;
  let high = -1;
  values.forEach((value, at) => {
    if (value === null) return;
    if (low < 0 || value < (values[low] ?? value)) low = at;
    if (high < 0 || value > (values[high] ?? value)) high = at;
  });
  return low < 0 ? null : { low, high };
}
