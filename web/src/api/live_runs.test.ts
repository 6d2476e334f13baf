import { describe, expect, it } from 'vitest';
import { after, isRunEvent, type LiveRun, type RunEvent } from './live_runs';

const event = (kind: RunEvent['event'], more: Partial<RunEvent> = {}): RunEvent =>
  ({ event: kind, run: 'r1', pipeline: 'fx', ...more });

describe('runs under way', () => {
  it('count the tasks that ended, however they did', () => {
    let runs: LiveRun[] = after([], event('run_started', { done: 1, total: 4 }));
    runs = after(runs, event('task', { task: 'a', state: 'running' }));
    runs = after(runs, event('progress', { task: 'a', done: 5, total: 10 }));
    expect(runs).toEqual([{ run: 'r1', pipeline: 'fx', done: 1, total: 4, task: 'a', taskDone: 5, taskTotal: 10 }]);
    runs = after(runs, event('task', { task: 'a', state: 'queued' })); // waits for its next try
    expect(runs[0]?.done).toBe(1);
    for (const state of ['done', 'skipped', 'failed']) runs = after(runs, event('task', { task: state, state }));
    expect(runs[0]).toMatchObject({ done: 4, taskTotal: 0 });
    expect(after(runs, event('run_ended', { state: 'failed' }))).toEqual([]);
  });

  it('keep several apart and take up one that began unheard', () => {
    const runs = after(after([], event('run_started', { total: 2 })), { ...event('task', { task: 'x' }), run: 'r2' });
    expect(runs.map((each) => [each.run, each.total])).toEqual([['r1', 2], ['r2', 0]]);
  });

  it('are told from what is no event', () => {
    expect([null, 1, {}, { event: 'run_ended' }].map(isRunEvent)).toEqual([false, false, false, false]);
    expect(isRunEvent(event('task'))).toBe(true);
  });
});
