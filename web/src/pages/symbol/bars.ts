/// Bars of the API as the chart and its table take them.
import type { SymbolBars, SymbolFacts } from '../../api/types';
import type { Bar } from '../../charts/candles';
import { toNumber } from '../../format';
import { clocksOf } from '../../time';

export const kIntervals = ['1m', '5m', '15m', '1h', '1d'] as const;
export type BarInterval = (typeof kIntervals)[number];

/** New York's wall clock of an instant in seconds, as if it were UTC: the axis shows it so. */
export function wallSeconds(instant: string): number {
  const { day, clock } = clocksOf(instant).newYork;
  return Date.parse(`${day}T${clock}:00Z`) / 1000;
}

const kAverageBars = 20;

/** A bar as it is told: means are of those that are shown. */
export type ToldBar = Omit<Bar, 'average'>;

/** Bars with the mean of their last 20 closes, null for the first 19. */
export function withAverage(bars: readonly ToldBar[]): Bar[] {
  let sum = 0;
  return bars.map((bar, at) => {
    sum += bar.close - (bars[at - kAverageBars]?.close ?? 0);
    return { ...bar, average: at < kAverageBars - 1 ? null : sum / kAverageBars };
  });
}

/** Bars within a day; what the clock adds to UTC is found once a day. */
export function minuteBars(answer: SymbolBars, rate: number | null): ToldBar[] {
  const shifts = new Map<string, number>();
  const doubted = new Set(answer.flagged.map((each) => each.day));
  const times = rate ?? 1;
  const scaled = (value: string | number | null): number | null => {
    const number = toNumber(value);
    return number === null ? null : number * times;
  };
  return answer.rows.map((row) => {
    const at = Date.parse(row.bar_start) / 1000;
    let shift = shifts.get(row.market_day);
    if (shift === undefined) {
      shift = wallSeconds(row.bar_start) - at;
      shifts.set(row.market_day, shift);
    }
    return { time: at + shift, start: row.bar_start, open: scaled(row.open), high: scaled(row.high), low: scaled(row.low),
      close: scaled(row.close) ?? 0, volume: row.volume, rsi: row.rsi_wilder, doubted: doubted.has(row.market_day), source: row.source };
  });
}

const kMostDays = 260;

/** The newest days, about a year; without open, high and low they make a line. */
export function dailyBars(facts: SymbolFacts, rate: number | null): ToldBar[] {
  const times = rate ?? 1;
  const scaled = (value: string | number | null): number | null => {
    const number = toNumber(value);
    return number === null ? null : number * times;
  };
  return facts.daily.slice(-kMostDays).map((row) => ({ time: row.market_day, start: null, open: scaled(row.open), high: scaled(row.high), low: scaled(row.low),
    close: scaled(row.close) ?? 0, volume: row.volume, rsi: row.rsi_wilder, doubted: row.contradicted, source: row.source }));
}

const kWidestGapMs = 10 * 86_400_000;

/** What follows the last hole of over ten days: older bars belong to another time. */
export function newestStretch<T extends { time: string | number }>(bars: readonly T[]): T[] {
  const at = (bar: T): number => (typeof bar.time === 'string' ? Date.parse(bar.time) : bar.time * 1000);
  const first = bars.findLastIndex((bar, place) => {
    const before = bars[place - 1];
    return before !== undefined && at(bar) - at(before) > kWidestGapMs;
  });
  return bars.slice(Math.max(0, first));
}

/** Whether any bar lacks its open, high or low: candles would be made up. */
export function isLine(bars: readonly ToldBar[]): boolean {
  return bars.some((bar) => bar.open === null || bar.high === null || bar.low === null);
}
