/// Months laid out as years by months.
import type { FearGreedMonth } from '../../api/types';

export interface Year {
  year: string;
  /** Twelve places, null where nothing is stored. */
  months: (FearGreedMonth | null)[];
  /** Mean over the year's stored days. */
  average: number;
}

/** A month with fewer days than this is drawn as unfinished when it is the newest. */
const kWholeDays = 15;

export function isPartial(month: FearGreedMonth, newest: FearGreedMonth): boolean {
  return month.month === newest.month && month.days < kWholeDays;
}

function averageOf(months: readonly FearGreedMonth[]): number {
  const days = months.reduce((sum, month) => sum + month.days, 0);
  const total = months.reduce((sum, month) => sum + month.average * month.days, 0);
  return days > 0 ? total / days : Number.NaN;
}

/** Years in order; a year without any month is left out. */
export function yearsOf(months: readonly FearGreedMonth[]): Year[] {
  const names = [...new Set(months.map((month) => month.month.slice(0, 4)))].sort();
  return names.map((year) => {
    const own = months.filter((month) => month.month.startsWith(year));
    const places = Array.from({ length: 12 }, (_, at) => {
      const name = `${year}-${String(at + 1).padStart(2, '0')}`;
      return own.find((month) => month.month === name) ?? null;
    });
    return { year, months: places, average: averageOf(own) };
  });
}
