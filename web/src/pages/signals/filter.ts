/// The filter of the signals page as values: choices, presets, what is on.
import type { Key } from '../../i18n/index';
import { kSignalFilters, type SignalPart, type SignalQuery } from '../../router.svelte';

export const kStatuses = ['Overbought', 'Oversold', 'Neutral'] as const;

/** Steps of the sliders, in million dollars; 0 is any. */
export const kCapSteps = [0, 50, 300, 1000, 2000, 5000, 10_000, 50_000, 200_000, 1_000_000] as const;
export const kTradedSteps = [0, 1, 5, 10, 50, 100, 500, 1000, 5000] as const;

export interface Preset { key: Key; query: SignalQuery }
export const kPresets: readonly Preset[] = [
  { key: 'signals_preset_large', query: { status: 'Overbought,Oversold', least_cap: '10000', least_traded: '50' } },
  { key: 'signals_preset_changed', query: { most_bars: '1' } },
  { key: 'signals_preset_volume', query: { status: 'Oversold', least_times: '2' } },
];

/** The values of a list with commas. */
export function listOf(text: string | undefined): string[] {
  return text ? text.split(',') : [];
}

/** The list after a choice is put in or out: "" (no filter) once it would be all or none. */
export function toggled(chosen: string | undefined, value: string, all: readonly string[]): string {
  const now = chosen ? listOf(chosen) : [...all];
  const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
  const kept = all.filter((each) => next.includes(each));
  return kept.length === 0 || kept.length === all.length ? '' : kept.join(',');
}

/** The filter alone, without bar and order. */
export function filterOf(query: SignalQuery): SignalQuery {
  return Object.fromEntries(kSignalFilters.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}

export function sameFilter(one: SignalQuery, other: SignalQuery): boolean {
  return kSignalFilters.every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

/** What turns any filter into this one; bar and order stay. */
export function changeTo(query: SignalQuery): SignalQuery {
  return Object.fromEntries(kSignalFilters.map((name) => [name, query[name] ?? '']));
}

/** How many kinds of filter are on; both ends of RSI are one. */
export function filtersOn(query: SignalQuery): number {
  const on = kSignalFilters.filter((name) => query[name]);
  return on.length - (query.rsi_from && query.rsi_to ? 1 : 0);
}

/** The order after a press on a column's head: greatest first, then least; of RSI the extremes first of all. */
export function nextSort(now: string, column: SignalColumn): string {
  if (column === 'rsi') return { '-extreme': '-rsi', '-rsi': 'rsi' }[now] ?? '-extreme';
  const first = column === 'symbol' ? column : `-${column}`;
  return now === first ? (column === 'symbol' ? `-${column}` : column) : first;
}

export type SignalColumn = 'symbol' | 'close' | 'change' | 'rsi' | 'bars' | 'traded' | 'cap';
export const kDefaultSort = '-extreme';

/** How a column is sorted, in the words of aria-sort. */
export function sortedBy(now: string, column: SignalColumn): 'ascending' | 'descending' | 'other' | 'none' {
  if (column === 'rsi' && now.endsWith('extreme')) return 'other';
  return now === column ? 'ascending' : now === `-${column}` ? 'descending' : 'none';
}

/** Place of the greatest step that is not above the value. */
export function stepOf(steps: readonly number[], value: number): number {
  return Math.max(0, steps.filter((step) => step <= value).length - 1);
}

export function isPart(name: string): name is SignalPart {
  return (kSignalFilters as readonly string[]).includes(name);
}

const kOfEvidence = ['status', 'sector', 'rsi_from', 'rsi_to', 'least_cap', 'least_traded'] as const;

const kOfMinutes = ['sector', 'least_cap', 'least_traded'] as const;

/** Where the RSI of a filter comes from: `daily`, or the minutes of shorter bars. */
export function whyOf(query: SignalQuery, daily: string): { tile: string; query: Record<string, string> } {
  const isDaily = (query.bar ?? '1d') === '1d';
  const names = isDaily ? kOfEvidence : kOfMinutes;
  return {
    tile: isDaily ? daily : 'market.minute_signals',
    query: Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : []))),
  };
}
