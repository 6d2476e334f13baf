/// Which tasks of a run would run again.
import type { RunDetail, RunTask } from '../../api/types';
import { withFollowing, type GraphTask } from './graph';

type Parts = Pick<RunDetail, 'declared' | 'stages' | 'tasks'>;

/** What tells a part of a backfill from the others of its stage: 2026-04-13; "" of a task that is its own stage. */
const partOf = ({ task, stage }: RunTask): string => task.slice(stage.length);

/**
 * The order of a run's tasks. Of a backfill the answer tells that of its stages: a part comes after the
 * same part of the stage before, a task without parts after all of them.
 */
export function orderOf({ declared, stages, tasks }: Parts): readonly GraphTask[] {
  if (declared) return tasks;
  const before = new Map(stages.map(({ stage, after }) => [stage, after]));
  const members = new Map<string, string[]>();
  for (const { task, stage } of tasks) {
    const found = members.get(stage);
    if (found) found.push(task);
    else members.set(stage, [task]);
  }
  const named = new Set(tasks.map(({ task }) => task));
  return tasks.map((each) => ({ task: each.task, after: (before.get(each.stage) ?? []).flatMap((stage) => {
    const same = `${stage}${partOf(each)}`;
    return named.has(same) ? [same] : (members.get(stage) ?? []);
  }) }));
}

/** Whether a run that was cut off goes on with the task, whatever else is asked. */
const isLeftOver = ({ state, retryable }: RunTask): boolean => state === 'interrupted' || (state === 'cancelled' && retryable);

/** `task`: the chosen one, "" for all that are not done. `only`: without what follows it. */
export function tasksAgain(run: Parts & Pick<RunDetail, 'state'>, task: string, only: boolean): string[] {
  if (only && task !== '') return [task];
  const unfinished = run.tasks.filter(({ state }) => state !== 'done' && state !== 'skipped');
  const rest = run.state === 'interrupted' ? run.tasks.filter(isLeftOver) : [];
  const chosen = task === '' ? unfinished.map((each) => each.task) : [task, ...rest.map((each) => each.task)];
  return withFollowing(orderOf(run), chosen);
}
