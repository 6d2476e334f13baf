/// A run's tasks in time: when each waited and when it ran, as parts of one axis.
import type { RunDetail, RunTask, TaskState } from '../../api/types';

export interface Part {
  kind: 'wait' | 'try';
  /** Of a try. */
  state: TaskState;
  attempt: number;
  /** In percent of the axis. */
  left: number;
  width: number;
  seconds: number;
}
export interface Axis { from: number; to: number }

/** Parts thinner than this could not be seen or hit. */
const kLeastPercent = 0.4;

function ms(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

/** From the start of the run, or of its first task, to its end, or `now` (ms) while it goes on. */
export function axisOf(run: RunDetail, now: number): Axis {
  const from = Date.parse(run.started_at);
  const ends = run.tasks.flatMap((task) => task.attempts.map((attempt) => ms(attempt.ended_at) ?? now));
  const to = Math.max(ms(run.ended_at) ?? now, ...ends);
  return { from, to: Math.max(to, from + 1) };
}

function part(axis: Axis, from: number, to: number, of: Pick<Part, 'kind' | 'state' | 'attempt'>): Part {
  const length = axis.to - axis.from;
  const left = Math.min(100 - kLeastPercent, Math.max(0, ((from - axis.from) / length) * 100));
  const width = Math.min(100 - left, Math.max(kLeastPercent, ((to - from) / length) * 100));
  return { ...of, left, width, seconds: Math.max(0, (to - from) / 1000) };
}

/** When a task could have begun: once those before it had ended. */
function readyAt(task: RunTask, ends: ReadonlyMap<string, number>, axis: Axis): number {
  return Math.max(axis.from, ...task.after.flatMap((each) => ends.get(each) ?? []));
}

/** The instants in ms at which tasks ended. */
export function endsOf(tasks: readonly RunTask[]): Map<string, number> {
  return new Map(tasks.flatMap((task) => (task.ended_at === null ? [] : [[task.task, Date.parse(task.ended_at)] as const])));
}

/** Waits and tries of a task, in order. */
export function partsOf(task: RunTask, ends: ReadonlyMap<string, number>, axis: Axis, now: number): Part[] {
  const parts: Part[] = [];
  let free = readyAt(task, ends, axis);
  for (const attempt of task.attempts) {
    const from = Date.parse(attempt.started_at);
    const to = ms(attempt.ended_at) ?? now;
    if (from > free) parts.push(part(axis, free, from, { kind: 'wait', state: 'queued', attempt: attempt.attempt }));
    parts.push(part(axis, from, to, { kind: 'try', state: attempt.state, attempt: attempt.attempt }));
    free = to;
  }
  if (task.state === 'queued' && task.attempts.length > 0 && now > free)
    parts.push(part(axis, free, now, { kind: 'wait', state: 'queued', attempt: task.tries + 1 }));
  return parts;
}

/** Round times on the axis, in seconds from its start: three to six. */
export function ticksOf(axis: Axis): number[] {
  const seconds = (axis.to - axis.from) / 1000;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
  const step = steps.find((each) => seconds / each <= 6) ?? Math.ceil(seconds / 6 / 86_400) * 86_400;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => Math.round(at * step * 10) / 10);
}
