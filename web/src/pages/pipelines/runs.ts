/// What a run's state says, in one form for every tile.
import type { RunState, TaskState } from '../../api/types';
import { secondsBetween } from '../../time';

export const kTones: Readonly<Record<RunState, string>> = {
  done: 'fine', running: 'fine', queued: '', failed: 'bad', cancelled: 'late', interrupted: 'late',
};

/** States by the letters that a grid tells them by. */
const kLetters: Readonly<Record<string, TaskState>> = {
  q: 'queued', r: 'running', d: 'done', f: 'failed', s: 'skipped', u: 'upstream_failed', c: 'cancelled', i: 'interrupted',
};

/** The state of a letter; null where the run has no such task. */
export function stateOf(letter: string | undefined): TaskState | null {
  return kLetters[letter ?? ''] ?? null;
}

export function isUnderWay(state: RunState | TaskState): boolean {
  return state === 'queued' || state === 'running';
}

/** Seconds that it took, or takes until `now` (ms); null before it began. */
export function took(of: { started_at: string | null; ended_at: string | null }, now: number): number | null {
  return secondsBetween(of.started_at, of.ended_at ?? new Date(now).toISOString());
}

/** How high the bars of some runs are, in percent of the tallest: by the root, so that short ones show too. */
export function heightsOf(seconds: readonly (number | null)[]): number[] {
  const most = Math.max(1, ...seconds.map((each) => each ?? 0));
  return seconds.map((each) => Math.round(20 + 80 * Math.sqrt(Math.max(0, each ?? 0) / most)));
}

/** Of several states the one that a reader must see first. */
export function worstOf(states: readonly TaskState[]): TaskState | null {
  const order: readonly TaskState[] = ['failed', 'interrupted', 'cancelled', 'running', 'upstream_failed', 'queued', 'done', 'skipped'];
  return order.find((each) => states.includes(each)) ?? null;
}
