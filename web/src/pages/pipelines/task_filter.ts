/// Which tasks of a run are listed.
import type { RunTask } from '../../api/types';

export const kTaskFilters = ['all', 'failed', 'running', 'queued', 'interrupted', 'cancelled', 'upstream_failed', 'skipped', 'done'] as const;
export type TaskFilter = (typeof kTaskFilters)[number];

/** `stage`: "" for every one. */
export function tasksOf(tasks: readonly RunTask[], filter: TaskFilter, stage = ''): readonly RunTask[] {
  return tasks.filter((task) => (filter === 'all' || task.state === filter) && (stage === '' || task.stage === stage));
}

/** The task that tells most when none is chosen: what broke, else what runs, else what ended last. */
export function telling(tasks: readonly RunTask[]): RunTask | undefined {
  const first = (['failed', 'interrupted', 'running'] as const).map((state) => tasks.find((task) => task.state === state));
  const ended = tasks.filter((task) => task.ended_at !== null).sort((a, b) => ((a.ended_at ?? '') < (b.ended_at ?? '') ? 1 : -1));
  return first.find((task) => task !== undefined) ?? ended[0];
}
