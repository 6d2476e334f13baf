/// Runs under way, followed by their events.
import type { Run } from './types';

export interface LiveRun {
  run: string;
  pipeline: string;
  /** Tasks that ended, of all; 0: not known. */
  done: number;
  total: number;
  /** The task that was last heard of and how far it is; total 0: not known. */
  task: string;
  taskDone: number;
  taskTotal: number;
}

/** An event of a run, as the command line prints it with --json. */
export interface RunEvent {
  event: 'run_started' | 'run_ended' | 'task' | 'progress' | 'log';
  run: string;
  pipeline: string;
  task?: string;
  state?: string;
  done?: number;
  total?: number;
}

const kUnderWay = ['queued', 'running'];

export function isRunEvent(value: unknown): value is RunEvent {
  return typeof value === 'object' && value !== null && 'event' in value && 'run' in value && 'pipeline' in value;
}

function changed(live: LiveRun, event: RunEvent): LiveRun {
  const task = event.task ?? live.task;
  if (event.event === 'progress') return { ...live, task, taskDone: event.done ?? 0, taskTotal: event.total ?? 0 };
  const ended = !kUnderWay.includes(event.state ?? 'queued');
  return { ...live, task, taskDone: 0, taskTotal: 0, done: live.done + (ended ? 1 : 0) };
}

/** The runs after an event. */
export function after(runs: readonly LiveRun[], event: RunEvent): LiveRun[] {
  const others = runs.filter((each) => each.run !== event.run);
  if (event.event === 'run_ended') return others;
  const known = runs.find((each) => each.run === event.run);
  const fresh = { run: event.run, pipeline: event.pipeline, done: 0, total: 0, task: '', taskDone: 0, taskTotal: 0 };
  if (event.event === 'run_started') {
    return [...others, { ...fresh, done: event.done ?? 0, total: event.total ?? 0 }];
  }
  return [...others, changed(known ?? fresh, event)];
}

/** The runs under way among those of the history. */
export function underWay(runs: readonly Run[]): LiveRun[] {
  return runs.filter((each) => each.state === 'running').map((each) => ({
    run: each.run, pipeline: each.pipeline, total: each.tasks.length,
    done: each.tasks.filter(({ state }) => !kUnderWay.includes(state)).length,
    task: each.tasks.find(({ state }) => state === 'running')?.task ?? '', taskDone: 0, taskTotal: 0,
  }));
}
