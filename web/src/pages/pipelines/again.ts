/// Which tasks of a run would run again.
import type { RunTask } from '../../api/types';
import { withFollowing } from './graph';

/** `task`: the chosen one, "" for all that are not done. `only`: without what follows it. */
export function tasksAgain(tasks: readonly RunTask[], task: string, only: boolean): string[] {
  const unfinished = tasks.filter(({ state }) => state !== 'done' && state !== 'skipped').map((each) => each.task);
  const chosen = task === '' ? unfinished : [task];
  return only && task !== '' ? chosen : withFollowing(tasks, chosen);
}
