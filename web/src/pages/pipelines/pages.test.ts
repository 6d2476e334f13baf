import { describe, expect, it } from 'vitest';
import type { GridRun, LogLine, RunDetail, RunTask, TaskState } from '../../api/types';
import { tasksAgain } from './again';
import { areDays, countOf, membersOf } from './days';
import { axisOf, endsOf, partsOf, ticksOf } from './gantt';
import { graphOf, layerCount, withFollowing } from './graph';
import { dayLabels, keyStep, othersOf } from './grid';
import { joined } from './grid.svelte';
import { linesWith, marked, RunLog, textOf } from './log.svelte';
import { heightsOf, stateOf, worstOf } from './runs';
import { stagesOf } from './stages';
import { tasksOf, telling } from './task_filter';
import { hourMarks, placeOf } from './timeline';

const at = (seconds: number): string => new Date(Date.parse('2026-04-13T00:00:00Z') + seconds * 1000).toISOString();

function task(name: string, state: TaskState, more: Partial<RunTask> = {}): RunTask {
  return { task: name, stage: name.split('@')[0] ?? '', state, tries: 1, message: '', code: '', retryable: false, counts: {}, started_at: null, ended_at: null, pool: '',
    after: [], attempts: [], ...more };
}

const kDiamond = [{ task: 'd', after: ['b', 'c'] }, { task: 'a', after: [] }, { task: 'b', after: ['a'] }, { task: 'c', after: ['a'] }];

describe('graph', () => {
  const size = { width: 100, height: 20, gapX: 50, gapY: 10 };

  it('puts each task behind those it comes after, whatever their order', () => {
    const { nodes, edges, width, height } = graphOf(kDiamond, size);
    const x = Object.fromEntries(nodes.map((node) => [node.task, node.x]));
    expect(x).toEqual({ a: 0, b: 150, c: 150, d: 300 });
    expect([edges.length, width, height]).toEqual([4, 400, 50]);
    expect(layerCount(kDiamond)).toBe(3);
  });

  it('crosses no lines where none need to cross', () => {
    const tasks = [{ task: 'a', after: [] }, { task: 'b', after: [] }, { task: 'y', after: ['b'] }, { task: 'x', after: ['a'] }];
    const y = new Map(graphOf(tasks, size).nodes.map((node) => [node.task, node.y]));
    expect([y.get('x'), y.get('y')]).toEqual([y.get('a'), y.get('b')]);
  });

  it('puts what comes after nothing beside what it is for', () => {
    const tasks = [...kDiamond, { task: 'e', after: ['d', 'late'] }, { task: 'late', after: [] }];
    const x = new Map(graphOf(tasks, size).nodes.map((node) => [node.task, node.x]));
    expect(x.get('late')).toBe(x.get('d'));
  });

  it('draws no line that a longer way says already', () => {
    const tasks = [{ task: 'a', after: [] }, { task: 'b', after: ['a'] }, { task: 'c', after: ['a', 'b'] }];
    expect(graphOf(tasks, size).edges.map(({ from, to }) => from + to)).toEqual(['ab', 'bc']);
  });

  it('leaves out lines to tasks that are not there, and is empty without tasks', () => {
    expect(graphOf([{ task: 'a', after: ['gone'] }], size).edges).toEqual([]);
    expect(graphOf([], size)).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });

  it('finds all that follows', () => {
    expect(withFollowing(kDiamond, ['b'])).toEqual(['d', 'b']);
    expect(withFollowing(kDiamond, ['a'])).toEqual(['d', 'a', 'b', 'c']);
  });
});

describe('stages', () => {
  const tasks = [task('load:x@1', 'done'), task('load:x@2', 'failed'), task('load:x@3', 'queued'), task('load:x@4', 'done'), task('model:y', 'running')];
  const stages = [{ stage: 'load:x', after: [] }, { stage: 'model:y', after: ['load:x'] }];

  it('count what their parts came to', () => {
    expect(stagesOf({ stages, tasks })).toEqual([
      { stage: 'load:x', total: 4, ended: 3, states: [{ state: 'done', count: 2 }, { state: 'failed', count: 1 }, { state: 'queued', count: 1 }] },
      { stage: 'model:y', total: 1, ended: 0, states: [{ state: 'running', count: 1 }] }]);
  });

  it('filter the list, together with a state', () => {
    const names = (...of: Parameters<typeof tasksOf>): string[] => tasksOf(...of).map((each) => each.task);
    expect(names(tasks, 'all', 'load:x')).toEqual(['load:x@1', 'load:x@2', 'load:x@3', 'load:x@4']);
    expect(names(tasks, 'done', 'load:x')).toEqual(['load:x@1', 'load:x@4']);
    expect(names(tasks, 'running')).toEqual(['model:y']);
  });
});

describe('running again', () => {
  const tasks = [task('a', 'done'), task('b', 'failed', { after: ['a'] }), task('c', 'done', { after: ['b'] }), task('e', 'skipped')];
  const run = { state: 'failed' as const, declared: true, stages: [], tasks };

  it('takes what is not done and what follows it', () => {
    expect(tasksAgain(run, '', false)).toEqual(['b', 'c']);
    expect(tasksAgain(run, '', true)).toEqual(['b', 'c']);
  });

  it('takes the chosen task, with or without what follows', () => {
    expect([tasksAgain(run, 'a', false), tasksAgain(run, 'a', true)]).toEqual([['a', 'b', 'c'], ['a']]);
  });

  const stages = [{ stage: 'extract:x', after: [] }, { stage: 'load:x', after: ['extract:x'] }, { stage: 'audit:t', after: ['load:x'] },
    { stage: 'model:m', after: ['load:x'] }];
  const parts = ['extract:x@1', 'load:x@1', 'extract:x@2', 'load:x@2', 'audit:t', 'model:m'].map((name) => task(name, 'done'));

  it('takes the same part of the stages behind it, and what follows all parts', () => {
    const backfill = { state: 'done' as const, declared: false, stages, tasks: parts };
    expect(tasksAgain(backfill, 'extract:x@2', false)).toEqual(['extract:x@2', 'load:x@2', 'audit:t', 'model:m']);
    expect(tasksAgain(backfill, 'extract:x@2', true)).toEqual(['extract:x@2']);
  });

  it('goes on with the rest of a run that was cut off', () => {
    const cut = parts.map((each) => (each.task === 'load:x@2' ? { ...each, state: 'interrupted' as const } : each));
    const backfill = { state: 'interrupted' as const, declared: false, stages, tasks: cut };
    expect(tasksAgain(backfill, 'extract:x@1', false)).toEqual(['extract:x@1', 'load:x@1', 'load:x@2', 'audit:t', 'model:m']);
  });
});

describe('tasks in time', () => {
  const attempt = { attempt: 1, state: 'failed' as const, started_at: at(20), ended_at: at(30), message: '', code: '' };
  const waiting = task('b', 'queued', { after: ['a'], attempts: [attempt] });
  const run = { started_at: at(0), ended_at: null, tasks: [task('a', 'done', { ended_at: at(10), attempts: [{ ...attempt, state: 'done', started_at: at(0), ended_at: at(10) }] }), waiting] } as unknown as RunDetail;
  const now = Date.parse(at(40));

  it('shows the wait for a place, the try, and the wait for the next one', () => {
    const parts = partsOf(waiting, endsOf(run.tasks), axisOf(run, now), now);
    expect(parts.map(({ kind, left, width, seconds }) => [kind, left, width, seconds])).toEqual(
      [['wait', 25, 25, 10], ['try', 50, 25, 10], ['wait', 75, 25, 10]]);
  });

  it('has three to six round times', () => {
    expect(ticksOf(axisOf(run, now))).toEqual([0, 10, 20, 30, 40]);
    expect(ticksOf({ from: 0, to: 400 })).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(ticksOf({ from: 0, to: 40 * 86_400_000 }).length).toBeLessThanOrEqual(7);
  });

  it('keeps the shortest try wide enough to be seen', () => {
    const short = task('s', 'done', { attempts: [{ ...attempt, started_at: at(40), ended_at: at(40) }] });
    const parts = partsOf(short, new Map(), axisOf(run, now), now);
    expect(parts.at(-1)).toMatchObject({ kind: 'try', left: 99.6 });
    expect(parts.at(-1)?.width).toBeCloseTo(0.4, 6);
  });

  it('tells first of what broke, then of what runs, then of what ended last', () => {
    const done = [task('x', 'done', { ended_at: at(5) }), task('y', 'done', { ended_at: at(9) })];
    expect(telling([...done, task('r', 'running'), task('f', 'failed')])?.task).toBe('f');
    expect(telling([...done, task('r', 'running')])?.task).toBe('r');
    expect(telling(done)?.task).toBe('y');
    expect(telling([])).toBeUndefined();
  });
});

describe('grid', () => {
  const run = (id: string, state: string): GridRun => ({ run: id, state }) as GridRun;

  it('joins pages, each run once as it was told last, the newest first', () => {
    expect(joined([run('3', 'done'), run('2', 'done')], [run('2', 'running'), run('1', 'failed')])).toEqual(
      [run('3', 'done'), run('2', 'done'), run('1', 'failed')]);
  });

  it('names a day where it begins, and not too close to the last', () => {
    expect(dayLabels(['a', 'a', 'b', 'c', 'c', 'd'], 3)).toEqual(['a', null, null, 'c', null, null]);
  });

  it('leads with keys from cell to cell and stops at the edges', () => {
    const size = { columns: 3, rows: 2 };
    expect(keyStep('ArrowLeft', { column: 3, row: -1 }, size)).toEqual({ column: 2, row: -1 });
    expect(keyStep('ArrowRight', { column: 2, row: 0 }, size)).toEqual({ column: 2, row: 0 });
    expect(keyStep('ArrowUp', { column: 0, row: -1 }, size)).toEqual({ column: 0, row: -1 });
    expect(keyStep('ArrowDown', { column: 0, row: 1 }, size)).toEqual({ column: 0, row: 1 });
    expect(keyStep('Home', { column: 2, row: 1 }, size)).toEqual({ column: 0, row: 1 });
    expect(keyStep('x', { column: 0, row: 0 }, size)).toBeNull();
    expect(keyStep('Home', { column: 0, row: 0 }, { columns: 0, rows: 0 })).toBeNull();
  });

  it('reads letters, and shows the worst of several states', () => {
    expect([stateOf('u'), stateOf('-'), stateOf(undefined)]).toEqual(['upstream_failed', null, null]);
    expect([worstOf(['done', 'failed', 'running']), worstOf([])]).toEqual(['failed', null]);
    expect(othersOf({ done: 1, failed: 9 })).toEqual([{ state: 'failed', count: 9 }, { state: 'done', count: 1 }]);
  });

  it('draws bars by the root of the time', () => {
    expect(heightsOf([4, 1, null])).toEqual([100, 60, 20]);
  });
});

describe('the day ahead', () => {
  it('has places in percent, and marks at Seoul’s round hours', () => {
    const from = Date.parse('2026-04-13T22:30:00Z'); // 07:30 in Seoul
    expect(placeOf(from + 12 * 3_600_000, from)).toBe(50);
    expect(hourMarks(from).map((mark) => new Date(mark).toISOString().slice(11, 16))).toEqual(
      ['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
  });
});

describe('days of a form', () => {
  it('hold both ends, while the API leaves the last one out', () => {
    const days = { from: '2026-02-27', to: '2026-03-01' };
    expect(membersOf(days)).toEqual({ from: '2026-02-27', to: '2026-03-02' });
    expect([countOf(days), membersOf(null)]).toEqual([3, {}]);
    expect([areDays('2026-02-27', '2026-02-27'), areDays('2026-02-28', '2026-02-27'), areDays('', '2026-02-27')]).toEqual([true, false, false]);
  });
});

describe('log', () => {
  const line = (id: number, text: string): LogLine => ({ id, task: 'load:cnn', attempt: 2, at: '2026-04-13T00:00:00Z', level: 'info', text });
  const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

  it('is read page after page to its end, and on from there', async () => {
    const all = Array.from({ length: 4_001 }, (_, index) => line(index + 1, `line ${index + 1}`));
    const asked: string[] = [];
    const log = new RunLog((address) => {
      asked.push(address);
      const after = Number(new URL(address, 'http://localhost').searchParams.get('after'));
      return Promise.resolve({ ok: true, data: { lines: all.slice(after, after + 2_000) }, meta: { as_of: null, profile: 'live', sources: [], follows: [] } });
    });
    log.open('r/1', { level: 'info' });
    await settled();
    expect(log.lines.length).toBe(4_001);
    expect(asked[0]).toBe('/api/v1/runs/r%2F1/logs?level=info&after=0&limit=2000');
    expect(asked.map((each) => /after=(\d+)/.exec(each)?.[1])).toEqual(['0', '2000', '4000']);
    log.close();
  });

  it('says why it could not be read', async () => {
    const log = new RunLog(() => Promise.resolve({ ok: false, kind: 'refused', code: 'busy', message: 'the disk is full' }));
    log.open('r1', {});
    await settled();
    expect([log.failed, log.loading]).toEqual(['the disk is full', false]);
  });

  it('is searched in texts and tasks, whatever the case, and marks what it found', () => {
    const lines = [line(1, 'HTTP 503 (again)'), line(2, 'fine')];
    expect(linesWith(lines, ' http ').map(({ id }) => id)).toEqual([1]);
    expect(linesWith(lines, 'LOAD').length).toBe(2);
    expect(linesWith(lines, '')).toBe(lines);
    expect(marked('HTTP 503 (again)', '(AGAIN)')).toEqual(['HTTP 503 ', '(again)', '']);
  });

  it('is copied as plain text', () => {
    expect(textOf([line(1, 'x')])).toBe('2026-04-13T00:00:00Z\tinfo\tload:cnn#2\tx');
  });
});
