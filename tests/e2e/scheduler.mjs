// A scheduler that is on, in servers of the program's own: what it will do, pauses, runs, a cancelled run.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { settled } from './browser.mjs';
import { apart, run } from './live.mjs';
import { runFromThePage } from './pipelines.mjs';

const kOn = { SCHEDULER__ENABLED: 'on' };
const kMinuteMs = 60_000;

const ask = async (base, path) => (await (await fetch(`${base}/api/v1${path}`)).json()).data;
const rowOf = (page, pipeline) => page.locator(`[data-pipeline=${pipeline}]`);

/** What the scheduler is about to do is told by the clock it follows, though the page's data are of the recording's day. */
async function nextDay(world) {
  await apart(world, async ({ home, serving, page }) => {
    await run(home, 'listing');
    const { base } = await serving(0, kOn);
    // The page's own answer: a minute later less is due.
    const answered = page.waitForResponse('**/api/v1/pipelines?*');
    await page.goto(`${base}/pipelines`);
    const told = (await (await answered).json()).data;
    await settled(page);
    assert.ok(Math.abs(Date.parse(told.now) - Date.now()) < kMinuteMs, `now is ${told.now}`);
    const daily = told.rows.find((row) => row.pipeline === 'fear_greed');
    assert.ok(daily.due_today.length >= 1, 'nothing is due, though it runs each day');
    for (const row of told.rows) {
      assert.ok(row.due_today.every((at) => Date.parse(at) > Date.parse(told.now) && Date.parse(at) < Date.parse(told.now) + 24 * 60 * kMinuteMs), row.pipeline);
      assert.deepEqual(row.due_today.slice(0, 3), row.next.map(({ at }) => at).slice(0, row.due_today.length), row.pipeline);
    }
    const bars = await page.locator('.timeline .track').evaluateAll((all) => all.map((each) => each.querySelectorAll('b').length));
    assert.deepEqual(bars, told.rows.map((row) => row.due_today.length));
    await page.goto(`${base}/pipelines/fear_greed`);
    await settled(page);
    const { now, next } = await ask(base, '/pipelines/fear_greed');
    assert.ok(Math.abs(Date.parse(now) - Date.now()) < kMinuteMs);
    assert.equal(await page.locator('tbody [role=timer]').count(), next.length);
  });
}

async function pausedAndResumed(world) {
  await apart(world, async ({ home, serving, page, context }) => {
    await run(home, 'listing');
    const server = await serving(0, kOn);
    const other = await context.newPage();
    for (const each of [page, other]) {
      await each.goto(`${server.base}/pipelines`);
      await settled(each);
    }
    const standing = async (base) => (await ask(base, '/pipelines')).rows.find((row) => row.pipeline === 'listing');
    await rowOf(page, 'listing').locator('[role=timer]').waitFor();
    await rowOf(page, 'listing').getByRole('button', { name: '멈추기' }).click();
    await rowOf(other, 'listing').getByText('다시 시작할 때까지 예약 실행을 하지 않습니다').waitFor();
    assert.equal((await standing(server.base)).paused, true);
    assert.equal(await rowOf(page, 'listing').locator('[role=timer]').count(), 0);
    // It outlives the server.
    await server.stop();
    const again = await serving(server.port, kOn);
    assert.equal((await standing(again.base)).paused, true);
    await page.goto(`${again.base}/pipelines`);
    await settled(page);
    await rowOf(page, 'listing').getByRole('button', { name: '다시 시작' }).click();
    await rowOf(page, 'listing').locator('[role=timer]').waitFor();
    const { paused, scheduled, next } = await standing(again.base);
    assert.deepEqual([paused, scheduled, next.length], [false, true, 3]);
    assert.ok(Date.parse(next[0].at) > Date.now());
  });
}

/** A server that never answers: what asks it runs until it is stopped. `asked`: the first question has come. */
async function hanging() {
  const server = createServer();
  const asked = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, asked, stop };
}

const kHosts = ['CNN__ENDPOINTS__DATAVIZ', 'GSHEETS__ENDPOINTS__DOCS', 'ECB__ENDPOINTS__WWW', 'NASDAQ__ENDPOINTS__API', 'YAHOO__ENDPOINTS__QUERY'];

async function cancelled(world) {
  const source = await hanging();
  try {
    await apart(world, async ({ serving, page }) => {
      const hosts = Object.fromEntries(kHosts.map((name) => [`SOURCES__${name}`, source.url]));
      const { base } = await serving(0, { PROFILE: 'live', SCHEDULER__DRAIN_S: '0', ...hosts });
      await source.asked; // by the run that fills an empty warehouse
      await page.goto(`${base}/pipelines`);
      await settled(page);
      await rowOf(page, 'fear_greed').getByText('실행 중').click();
      await page.waitForURL('**/runs/*');
      await page.waitForSelector('[data-state=running]');
      const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1));
      await page.getByRole('group', { name: id }).getByRole('button', { name: '취소…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '실행 취소' }).click();
      await page.waitForSelector('[data-state=cancelled]');
      const { state, tasks } = await ask(base, `/runs/${id}`);
      assert.equal(state, 'cancelled');
      assert.equal(tasks.find((task) => task.task === 'extract:cnn.graphdata').state, 'cancelled');
      await page.getByRole('group', { name: id }).getByRole('button', { name: '다시 실행…' }).waitFor();
    });
  } finally {
    source.stop();
  }
}

export function schedulerTests(world) {
  test('what is due in the next day, by the clock of the scheduler', () => nextDay(world));
  test('a schedule is paused and resumed, and a pause outlives the server', () => pausedAndResumed(world));
  test('a run is asked for, followed and run again in part beside a scheduler', () => runFromThePage(world, kOn));
  test('a run that hangs is cancelled on its page', () => cancelled(world));
}
