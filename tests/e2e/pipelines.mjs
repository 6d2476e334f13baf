// Pipelines, runs and what may be done to them: on servers of their own, as these change what they show.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startMock } from '../../web/scripts/mock-server.mjs';
import { settled, withPage } from './browser.mjs';
import { apart, run } from './live.mjs';
import { axeViolations, look, overflow } from './look.mjs';
import { missed } from './targets.mjs';

const kMinute = { timeout: 60_000 };
const kViews = [['ko', 'desktop', 'light'], ['en', 'desktop', 'dark'], ['ko', 'phone', 'dark'], ['en', 'phone', 'light']];

/** A page on a made-up world; `check` gets both. */
async function onMock(world, options, check, view = {}) {
  const mock = await startMock(0, { live: true, ...options });
  try {
    await withPage(world, (page, context) => check({ mock, page, context }), view);
  } finally {
    await mock.close();
  }
}

const runWith = (mock, state) => mock.pipelines.runs.find((each) => each.state === state);
const pathsOf = (mock) => ['/pipelines', '/pipelines/price_daily', `/runs/${mock.pipelines.runs.find((each) => each.kind === 'backfill').run}`, `/runs/${runWith(mock, 'failed').run}`, `/runs/${runWith(mock, 'running').run}`];
const dialogOf = (page) => page.getByRole('dialog');

async function everyLook(world) {
  await onMock(world, {}, async ({ mock }) => {
    for (const path of pathsOf(mock))
      for (const [lang, view, theme] of kViews) await look({ ...world, base: mock.url }, path, { lang, view, theme });
  });
}

async function fingersAndZoom(world) {
  await onMock(world, {}, async ({ mock, page }) => {
    for (const path of pathsOf(mock)) {
      await page.goto(mock.url + path);
      await settled(page);
      assert.deepEqual(await missed(page), [], path);
      await page.setViewportSize({ width: 320, height: 568 });
      assert.ok(await overflow(page) <= 0, `${path} scrolls sideways at 320 px`);
      await page.setViewportSize({ width: 390, height: 844 });
    }
  }, { view: 'phone' });
}

/** The real thing: a run asked for on the page, followed to its end, then a part of it again. */
export async function runFromThePage(world, settings = {}) {
  await apart(world, async ({ home, serving, page }) => {
    await run(home, 'exchange_rate');
    const { base } = await serving(0, settings);
    await page.goto(`${base}/pipelines`);
    await page.evaluate(() => { globalThis.sameLoad = true; });
    await settled(page);
    const scheduled = (await page.locator('[data-pipeline=exchange_rate] [role=timer]').count()) === 1;
    assert.equal(scheduled, 'SCHEDULER__ENABLED' in settings, 'a countdown');
    assert.equal(await page.getByText('녹화 프로필에서는 예약 실행을 하지 않습니다').count(), scheduled ? 0 : 1);
    await page.locator('[data-pipeline=exchange_rate]').getByRole('button', { name: '지금 실행' }).click();
    assert.match(await dialogOf(page).textContent(), /새로 나온 것을 받아/);
    await dialogOf(page).getByRole('button', { name: '지금 실행' }).click();
    await page.waitForURL('**/runs/*');
    await page.waitForSelector('[data-state=done]', kMinute);
    const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1));
    const { data } = await (await fetch(`${base}/api/v1/runs/${id}`)).json();
    assert.equal(data.state, 'done');
    const shown = await page.locator('button[data-task]').evaluateAll((all) => all.map((each) => each.dataset.task));
    assert.deepEqual(shown, data.tasks.map((task) => task.task).slice(0, shown.length));
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length > 3);
    await tasksAgain(page, base, id);
    assert.ok(await page.evaluate(() => globalThis.sameLoad === true), 'the page was loaded again');
  });
}

/** Runs the models of a run again from its page and waits for their second try. */
async function tasksAgain(page, base, id) {
  await page.locator('button[data-task="model:analytics.fx_trend_daily"]').click();
  const panel = page.locator('section', { has: page.getByRole('heading', { name: '작업', exact: true }) });
  await panel.getByRole('button', { name: '다시 실행…' }).click();
  const lit = await dialogOf(page).locator('.node:not(.faded)').evaluateAll((all) => all.map((each) => each.title).sort());
  assert.deepEqual(lit, ['model:analytics.fx_trend_daily', 'model:analytics.fx_trend_monthly']);
  assert.deepEqual(await axeViolations(page), []);
  await dialogOf(page).getByRole('button', { name: '2개 다시 실행' }).click();
  await dialogOf(page).waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.body.textContent.includes('2번째 시도'), null, kMinute);
  await page.waitForSelector('[data-state=done]', kMinute);
  const { data } = await (await fetch(`${base}/api/v1/runs/${id}`)).json();
  const tries = Object.fromEntries(data.tasks.map((task) => [task.task, task.tries]));
  assert.deepEqual([tries['model:analytics.fx_trend_daily'], tries['model:analytics.fx_trend_monthly'], tries['load:ecb.reference_rates']], [2, 2, 1]);
}

/** The parts of a backfill stand together; one of the boxes filters the list, and the address keeps that. */
async function stagesOfABackfill(world) {
  await onMock(world, {}, async ({ mock, page }) => {
    const backfill = mock.pipelines.runs.find((each) => each.kind === 'backfill');
    await page.goto(`${mock.url}/runs/${backfill.run}`);
    await settled(page);
    const boxes = await page.locator('[data-stage]').evaluateAll((all) => all.map((each) => each.dataset.stage));
    assert.deepEqual(boxes.sort(), backfill.stages.map(({ stage }) => stage).sort());
    const wanted = backfill.tasks.find((task) => task.state === 'failed').stage;
    const parts = backfill.tasks.filter((task) => task.stage === wanted);
    const box = page.locator(`[data-stage="${wanted}"]`);
    const failed = parts.filter((task) => task.state === 'failed').length;
    assert.match(await box.textContent(), new RegExp(`${parts.length}/${parts.length}.*완료 ${parts.length - failed}, 실패 ${failed}`));
    await box.click();
    const listed = page.getByRole('group', { name: '작업과 시간' }).locator('li');
    await page.waitForFunction((count) => document.querySelector('[data-task]').closest('li').ariaSetSize === String(count), parts.length);
    assert.equal(await listed.first().getAttribute('aria-setsize'), String(parts.length));
    assert.ok(await listed.first().isVisible());
    const shown = await page.locator('button[data-task]').evaluateAll((all) => all.map((each) => each.dataset.task));
    assert.deepEqual(shown, parts.map((task) => task.task).slice(0, shown.length));
    await page.getByLabel('상태').selectOption('failed');
    await page.waitForFunction((count) => document.querySelectorAll('button[data-task]').length === count, failed);
    await page.reload();
    await settled(page);
    assert.equal(await listed.first().getAttribute('aria-setsize'), String(parts.length));
    assert.deepEqual(await axeViolations(page), []);
    await page.getByRole('button', { name: `${wanted} 단계만 보는 중, 모두 보기` }).click();
    await page.waitForFunction((count) => document.querySelector('[data-task]').closest('li').ariaSetSize === String(count), backfill.tasks.length);
  });
}

async function backfillDialog(world) {
  await onMock(world, {}, async ({ mock, page }) => {
    await page.goto(`${mock.url}/pipelines`);
    await settled(page);
    await page.locator('[data-pipeline=price_daily]').getByRole('button', { name: '백필…' }).click();
    const dialog = dialogOf(page);
    const go = dialog.getByRole('button', { name: '백필', exact: true });
    await dialog.getByLabel('첫 거래일').fill('2026-03-02');
    await dialog.getByLabel('마지막 거래일').fill('2026-03-01');
    assert.match(await dialog.textContent(), /마지막 날은 첫날보다 앞서지 않게/);
    assert.ok(await go.isDisabled());
    await dialog.getByLabel('마지막 거래일').fill('2026-03-06');
    await dialog.getByLabel('순서').selectOption({ label: '오래된 날부터' });
    await dialog.getByLabel('한 번에 할 작업').fill('13');
    assert.match(await dialog.textContent(), /3\.2\(월\)부터 3\.6\(금\)까지\(5일\)를 받습니다\. 오래된 날부터 한 번에 작업 13개씩/);
    assert.deepEqual(await axeViolations(page), []);
    await go.click();
    await dialog.getByText('하지 못했습니다: another backfill of it is under way').waitFor();
    await dialog.getByLabel('한 번에 할 작업').fill('8');
    await dialog.getByLabel('처음부터 다시').check();
    await go.click();
    await page.waitForURL('**/runs/*');
    assert.deepEqual(mock.pipelines.asked.at(-1), ['/pipelines/price_daily/runs',
      { kind: 'backfill', from: '2026-03-02', to: '2026-03-07', parallel: 8, oldest_first: true, restart: true }]);
  });
}

/** What one page does, another that is open shows. */
async function pauseSeenElsewhere(world) {
  await onMock(world, {}, async ({ mock, page, context }) => {
    const other = await context.newPage();
    for (const each of [page, other]) {
      await each.goto(`${mock.url}/pipelines`);
      await settled(each);
    }
    const row = (on) => on.locator('[data-pipeline=listing]');
    assert.match(await row(page).textContent(), /다음 .* ET .* KST.*\d\d:\d\d:\d\d 뒤/);
    await row(page).getByRole('button', { name: '멈추기' }).click();
    await row(other).getByText('다시 시작할 때까지 예약 실행을 하지 않습니다').waitFor();
    await row(other).getByRole('button', { name: '다시 시작' }).click();
    await row(page).getByRole('button', { name: '멈추기' }).waitFor();
    assert.deepEqual(mock.pipelines.asked.map(([, body]) => body.paused), [true, false]);
  });
}

async function cancelAndMark(world) {
  await onMock(world, {}, async ({ mock, page }) => {
    const { run: id, tasks } = runWith(mock, 'running');
    const named = tasks.find((task) => task.state === 'running').task;
    await page.goto(`${mock.url}/runs/${id}?task=${encodeURIComponent(named)}`);
    await settled(page);
    await page.getByRole('group', { name: named }).getByRole('button', { name: '상태 바꾸기…' }).click();
    await dialogOf(page).getByLabel(/건너뜀/).check();
    await dialogOf(page).getByRole('button', { name: '바꾸기', exact: true }).click();
    await page.locator(`button[data-task="${named}"]`).getByText('건너뜀').waitFor();
    await page.getByRole('group', { name: id }).getByRole('button', { name: '취소…' }).click();
    assert.match(await dialogOf(page).textContent(), /도는 작업 0개를 멈추고/);
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'hidden' });
    assert.equal(mock.pipelines.asked.length, 1, 'closing the dialog did something');
    await page.getByRole('group', { name: id }).getByRole('button', { name: '취소…' }).click();
    await dialogOf(page).getByRole('button', { name: '실행 취소' }).click();
    await page.waitForSelector('[data-state=cancelled]');
    assert.deepEqual(mock.pipelines.asked.map(([path]) => path), [`/runs/${id}/mark`, `/runs/${id}/cancel`]);
  });
}

/** Cancelled, but still at work: the page says so until it has stopped. */
async function cancelling(world) {
  await onMock(world, {}, async ({ mock, page }) => {
    const { run: id } = runWith(mock, 'running');
    const actions = page.getByRole('group', { name: id });
    await page.goto(`${mock.url}/runs/${id}`);
    await settled(page);
    const stays = (route) => route.fulfill({ json: { data: { run: id } } });
    await page.route(`**/runs/${id}/cancel?*`, stays);
    const cancel = async () => {
      await actions.getByRole('button', { name: '취소…' }).click();
      await dialogOf(page).getByRole('button', { name: '실행 취소' }).click();
    };
    await cancel();
    await actions.getByRole('status').getByText('취소하는 중').waitFor();
    assert.equal(await actions.getByRole('button', { name: '취소…' }).count(), 0);
    assert.deepEqual(await axeViolations(page), []);
    await page.unroute(`**/runs/${id}/cancel?*`, stays);
    await page.reload();
    await settled(page);
    await cancel();
    await page.waitForSelector('[data-state=cancelled]');
    assert.equal(await actions.getByRole('status').count(), 0);
  });
}

async function gridBackToTheFirst(world) {
  await onMock(world, { runs: 400 }, async ({ mock, page }) => {
    await page.goto(`${mock.url}/pipelines/fear_greed`);
    await settled(page);
    const grid = page.getByRole('grid');
    const columns = () => grid.getAttribute('aria-colcount').then(Number);
    const cells = () => grid.locator('[role=gridcell]').count();
    await grid.focus();
    for (let before = await columns(); before < 401; before = await columns()) {
      await page.keyboard.press('Home');
      await page.waitForFunction((least) => Number(document.querySelector('[role=grid]').getAttribute('aria-colcount')) > least, before);
    }
    await page.keyboard.press('Home');
    const oldest = mock.pipelines.runs.filter((each) => each.pipeline === 'fear_greed').at(-1);
    await page.locator('.pick').getByText(oldest.run).waitFor();
    assert.ok(await cells() < 90 * 8, 'columns out of view are in the page');
    await page.getByText('가장 오래된 실행까지 보았습니다').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/runs/${oldest.run}?task=calendar%3Amarket_session`);
    await page.goBack();
    await page.getByLabel('상태').selectOption('failed');
    const failed = mock.pipelines.runs.filter((each) => each.pipeline === 'fear_greed' && each.state === 'failed').length;
    await page.waitForFunction((count) => document.querySelector('[role=grid]')?.getAttribute('aria-colcount') === String(count + 1), failed);
  });
}

async function longLog(world) {
  await onMock(world, { lines: 100_000 }, async ({ mock, page }) => {
    const { run: id } = runWith(mock, 'running');
    await page.goto(`${mock.url}/runs/${id}`);
    await page.getByText(/^100,0\d\d줄$/).waitFor(kMinute);
    assert.ok(await page.locator('.lines li').count() < 80, 'lines out of view are in the page');
    const last = page.locator('.lines li').last();
    await last.getByText('page 100000:').waitFor(); // followed, as it runs
    await page.getByRole('searchbox').last().fill('page 77777:');
    await page.getByText(/^100,0\d\d줄 가운데 1줄$/).waitFor();
    assert.equal(await page.locator('.lines mark').textContent(), 'page 77777:');
    await page.getByRole('searchbox').last().fill('<b>bold');
    await page.locator('.lines mark').first().waitFor();
    assert.equal(await page.locator('.lines mark b').count(), 0, 'markup of a log line became an element');
    await page.getByRole('searchbox').last().fill('no such words');
    await page.getByText('맞는 줄이 없습니다').waitFor();
    await page.getByRole('searchbox').last().fill('');
    await page.getByLabel('수준').selectOption('warning');
    await page.getByText(/^1,03\d줄$/).waitFor(kMinute);
  });
}

async function designedStates(world) {
  await onMock(world, { runs: 0 }, async ({ mock, page }) => {
    await page.goto(`${mock.url}/pipelines/listing`);
    await settled(page);
    await page.getByText('아직 실행한 적이 없습니다').waitFor();
    for (const [path, words] of [['/pipelines/nothing', '그런 파이프라인이 없습니다'], ['/runs/nothing', '그런 실행이 없습니다']]) {
      await page.goto(mock.url + path);
      await settled(page);
      await page.getByText(words).first().waitFor();
      assert.deepEqual(await axeViolations(page), []);
    }
  });
  await onMock(world, {}, async ({ mock, page }) => {
    await page.goto(`${mock.url}/runs/${runWith(mock, 'interrupted').run}`);
    await settled(page);
    await page.getByText('돌던 프로세스가 끝나서 중단되었습니다').waitFor();
    await page.goto(`${mock.url}/pipelines`);
    await settled(page);
    const before = await page.locator('[data-pipeline]').count();
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.locator('[data-pipeline=listing]').getByRole('button', { name: '멈추기' }).click();
    await page.getByText('서버에 닿지 않습니다').first().waitFor();
    await page.waitForSelector('.banner.lost');
    assert.equal(await page.locator('[data-pipeline]').count(), before);
  });
}

const kHistory = fileURLToPath(new URL('history.py', import.meta.url));
const kMostMs = 200;

/** The least of some times in ms: what the work takes when nothing else takes the machine. */
async function least(times, work) {
  const taken = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return Math.min(...taken);
}

/** Opens a page of ours from within another; ms until its tiles have their values. */
function openFromWithin(page, path) {
  return page.evaluate((to) => new Promise((done) => {
    const began = performance.now();
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    const look = () => {
      const tiles = [...document.querySelectorAll('main section[data-phase]')];
      if (tiles.length > 0 && tiles.every((each) => each.dataset.phase === 'ready')) done(performance.now() - began);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }), path);
}

async function hundredThousandRuns(world, test) {
  await apart(world, async ({ home, serving, page }) => {
    await run(home, 'exchange_rate', 'fear_greed');
    const [code] = await once(spawn('python3', [kHistory, join(home, 'recorded', 'state.sqlite'), '100000'], { stdio: 'inherit' }), 'exit');
    assert.equal(code, 0);
    const { base } = await serving();
    const all = await (await fetch(`${base}/api/v1/runs?limit=1000`)).json();
    const old = all.data.at(-1).run;
    const paths = ['/pipelines', '/pipelines/exchange_rate', '/pipelines/exchange_rate/grid?limit=60', `/pipelines/exchange_rate/grid?before=${old}&state=failed`,
      `/runs?before=${old}`, `/runs/${old}`];
    for (const path of paths) {
      const ms = await least(5, async () => assert.equal((await fetch(`${base}/api/v1${path}`)).status, 200));
      test.diagnostic(`API ${path}: ${ms.toFixed(1)} ms`);
      assert.ok(ms <= kMostMs, `${path}: ${ms} ms`);
    }
    await page.goto(`${base}/data`);
    await settled(page);
    for (const path of ['/pipelines', '/pipelines/exchange_rate', `/runs/${old}`]) {
      const taken = [];
      for (let time = 0; time < 5; time += 1) {
        taken.push(await openFromWithin(page, path));
        await openFromWithin(page, '/exchange-rate');
      }
      test.diagnostic(`page ${path}: ${Math.min(...taken).toFixed(0)} ms`);
      assert.ok(Math.min(...taken) <= kMostMs, `${path}: ${taken} ms`);
    }
  });
}

export function pipelineTests(world) {
  test('pipelines and runs in both languages, sizes and themes', () => everyLook(world));
  test('a finger hits every control of pipelines and runs', () => fingersAndZoom(world));
  test('a run is asked for on the page, followed, and run again in part', () => runFromThePage(world));
  test('the stages of a backfill, and the list of one', () => stagesOfABackfill(world));
  test('a backfill says what it will do, and why it cannot', () => backfillDialog(world));
  test('a pause is seen on every open page', () => pauseSeenElsewhere(world));
  test('a task is marked and a run cancelled, after a question', () => cancelAndMark(world));
  test('a run that is cancelled says so until it has stopped', () => cancelling(world));
  test('the grid of runs scrolls back to the first', () => gridBackToTheFirst(world));
  test('a log of 100,000 lines is searched and filtered', () => longLog(world));
  test('100,000 runs of history: API and pages within 200 ms', (test) => hundredThousandRuns(world, test));
  test('no runs, no such run, cut off, server gone', () => designedStates(world));
}
