/// The stages of a run: its tasks, the parts of a backfill taken together.
import type { RunDetail, TaskState } from '../../api/types';
import { isUnderWay } from './runs';

export interface StageCount {
  stage: string;
  total: number;
  /** Parts that have ended, however. */
  ended: number;
  /** What the parts came to, as a bar shows it from left to right: what ended, what runs, what waits. */
  states: { state: TaskState; count: number }[];
}

const kOrder: readonly TaskState[] = ['done', 'skipped', 'failed', 'interrupted', 'cancelled', 'upstream_failed', 'running', 'queued'];

/** Every stage of the run, in its order. */
export function stagesOf(run: Pick<RunDetail, 'stages' | 'tasks'>): StageCount[] {
  const counts = new Map(run.stages.map(({ stage }) => [stage, new Map<TaskState, number>()]));
  for (const task of run.tasks) {
    const states = counts.get(task.stage);
    states?.set(task.state, (states.get(task.state) ?? 0) + 1);
  }
  return [...counts].map(([stage, found]) => {
    const states = kOrder.flatMap((state) => {
      const count = found.get(state);
      return count === undefined ? [] : [{ state, count }];
    });
    const sum = (of: typeof states): number => of.reduce((all, { count }) => all + count, 0);
    return { stage, total: sum(states), ended: sum(states.filter(({ state }) => !isUnderWay(state))), states };
  });
}
