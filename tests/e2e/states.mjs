// Failed, empty, late, loading, offline: each looks like what it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, withPage } from './browser.mjs';
import { axeViolations } from './look.mjs';

const kJson = { contentType: 'application/json' };
const refusal = (status, code, message) => ({ ...kJson, status, body: JSON.stringify({ error: { code, message } }) });
const isData = (url) => url.pathname.startsWith('/api/v1/') && !url.pathname.endsWith('/status');

async function failed(world) {
  await withPage(world, async (page) => {
    await page.route(isData, (route) => route.fulfill(refusal(503, 'unavailable', 'the warehouse is held')));
    await page.goto(`${world.base}/fear-greed`);
    await settled(page);
    const tiles = page.locator('main section');
    assert.equal(await page.locator('main section[data-phase=failed]').count(), await tiles.count());
    assert.match(await tiles.first().textContent(), /값을 받지 못했습니다/);
    assert.match(await tiles.first().textContent(), /the warehouse is held \(unavailable\)/);
    assert.deepEqual(await axeViolations(page), []);
    await page.unroute(isData);
    await tiles.first().getByRole('button', { name: '다시 시도' }).click();
    await page.waitForSelector('main section:first-child[data-phase=ready]');
    assert.match(await page.textContent('[data-value=score]'), /^\d+\.\d$/);
  });
}

async function lastValueKept(world) {
  await withPage(world, async (page) => {
    await page.goto(`${world.base}/exchange-rate`);
    await settled(page);
    const rate = await page.textContent('[data-value=rate]');
    await page.route(isData, (route) => route.fulfill(refusal(500, 'internal', 'out of disk')));
    await page.getByRole('button', { name: '5년' }).click();
    await page.waitForSelector('main section:first-child[data-phase=failed]');
    assert.equal(await page.textContent('[data-value=rate]'), rate);
    assert.match(await page.locator('main section').first().textContent(), /마지막으로 받은 값/);
  });
}

async function empty(world) {
  const answers = { '/fear-greed': refusal(404, 'not_found', 'no rows yet'),
    '/fx/USD': refusal(404, 'not_found', 'no rows yet') };
  await withPage(world, async (page) => {
    await page.route(isData, (route) => {
      const path = new URL(route.request().url()).pathname.replace('/api/v1', '');
      return route.fulfill(answers[path] ?? { ...kJson, body: '{"data":[],"meta":{"as_of":null,"profile":"live","sources":[]}}' });
    });
    for (const [path, command] of [['/fear-greed', 'seohak run fear_greed'], ['/exchange-rate', 'seohak run exchange_rate']]) {
      await page.goto(world.base + path);
      await settled(page);
      assert.equal(await page.locator('main section:not([data-phase=empty])').count(), 0);
      const first = await page.locator('main section').first().textContent();
      assert.ok(first.includes('아직 자료가 없습니다') && first.includes(command), first);
      assert.equal(await page.getByText('NaN').count(), 0);
      assert.deepEqual(await axeViolations(page), []);
    }
  });
}

async function late(world) {
  await withPage(world, async (page) => {
    await page.route('**/api/v1/status*', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      body.data.clock = '2027-01-04T12:00:00Z';
      await route.fulfill({ response, json: body });
    });
    await page.goto(`${world.base}/fear-greed`);
    await settled(page);
    const first = page.locator('main section').first();
    assert.equal(await first.locator('.chip.late').textContent(), '지연');
    assert.match(await first.locator('footer').textContent(), /\d+개월 지난 값/);
  });
}

async function skeleton(world) {
  await withPage(world, async (page) => {
    const held = [];
    let open = false;
    await page.route(isData, (route) => (open ? route.continue() : held.push(route)));
    await page.goto(`${world.base}/fear-greed`);
    await page.waitForSelector('main section[data-phase=loading] .skeleton', { state: 'visible' });
    const box = () => page.locator('main section').first().evaluate((tile) => tile.getBoundingClientRect().height);
    const before = await box();
    open = true;
    await Promise.all(held.map((route) => route.continue()));
    await settled(page);
    assert.equal(await box(), before, 'the tile changed its size');
  });
}

async function lost(world) {
  await withPage(world, async (page) => {
    await page.goto(`${world.base}/fear-greed`);
    await settled(page);
    const score = await page.textContent('[data-value=score]');
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.getByRole('button', { name: '1년' }).click();
    await page.waitForSelector('.banner.lost');
    assert.equal(await page.locator('.banner').count(), 1, 'more than one banner');
    assert.equal(await page.textContent('[data-value=score]'), score);
    assert.deepEqual(await axeViolations(page), []);
    await page.unroute('**/api/v1/**');
    await page.getByRole('button', { name: '지금 연결' }).click();
    await page.waitForSelector('.banner.lost', { state: 'detached' });
    await page.waitForFunction(() => !document.querySelector('main section[data-phase=failed]'));
  });
}

async function conventions(world) {
  await withPage(world, async (page) => {
    await page.goto(`${world.base}/exchange-rate`);
    await settled(page);
    const colour = () => page.locator('.settings .up').evaluate((arrow) => getComputedStyle(arrow).color);
    assert.equal(await colour(), 'rgb(203, 32, 57)');
    await page.getByRole('button', { name: /한국식/ }).click();
    assert.equal(await colour(), 'rgb(21, 122, 60)');
    await page.reload();
    await settled(page);
    assert.equal(await colour(), 'rgb(21, 122, 60)');
  });
}

async function calculator(world) {
  await withPage(world, async (page) => {
    await page.goto(`${world.base}/exchange-rate`);
    await settled(page);
    const rate = Number((await (await fetch(`${world.base}/api/v1/fx/USD`)).json()).data.latest.rate);
    const won = page.getByLabel('낼 원화');
    const plain = (value) => Math.round(value).toLocaleString('en-US');
    await page.getByLabel('살 달러').fill('250');
    assert.equal(await won.inputValue(), plain(250 * rate));
    await page.getByLabel('내 스프레드 %').fill('1');
    await page.getByLabel('내 우대율 %').fill('90');
    assert.equal(await won.inputValue(), plain(250 * rate * 1.001));
    await page.getByLabel('살 달러').fill('x');
    assert.ok(await page.getByText('0 이상의 수를 넣어 주세요').isVisible());
  });
}

const kMany = 20_000;

/** Twenty thousand stocks: only those in view are in the page, to the very last. */
async function manyStocks(world) {
  const answer = await (await fetch(`${world.base}/api/v1/signals?limit=1`)).json();
  const [model] = answer.data.rows;
  await withPage(world, async (page) => {
    await page.route('**/api/v1/signals?*', (route) => {
      const query = new URL(route.request().url()).searchParams;
      const [offset, limit] = [Number(query.get('offset') ?? 0), Number(query.get('limit') ?? 100)];
      const rows = Array.from({ length: Math.max(0, Math.min(limit, kMany - offset)) },
        (_, at) => ({ ...model, symbol: `S${offset + at}`, rsi_wilder: 50, status: 'Neutral' }));
      const data = { ...answer.data, listed: kMany, rated: kMany, total: kMany, overbought: 0, neutral: kMany, oversold: 0, rows };
      return route.fulfill({ json: { ...answer, data } });
    });
    await page.goto(`${world.base}/signals`);
    await settled(page);
    const list = page.locator('[role=rowgroup][tabindex]');
    for (const place of [12_345, kMany - 1]) {
      await list.evaluate((box, at) => { box.scrollTop = at * 40; }, place);
      await page.waitForSelector(`[data-rsi="S${place}"]`);
      assert.ok(await page.getByRole('row').count() < 60, 'rows out of view are in the page');
    }
    assert.ok((await page.locator('main').innerText()).includes('20,000'));
  });
}

/** Twenty thousand days of one stock: the chart draws them, the table says how many it leaves out. */
async function manyDays(world) {
  const answer = await (await fetch(`${world.base}/api/v1/symbols/TSLA`)).json();
  const model = answer.data.daily.at(-1);
  const dayBefore = (count) => new Date(Date.parse(model.market_day) - count * 86_400_000).toISOString().slice(0, 10);
  answer.data.daily = Array.from({ length: kMany }, (_, at) => ({ ...model, market_day: dayBefore(kMany - 1 - at) }));
  await withPage(world, async (page) => {
    const broken = [];
    page.on('pageerror', (error) => broken.push(String(error)));
    await page.route('**/api/v1/symbols/TSLA?*', (route) => route.fulfill({ json: answer }));
    await page.goto(`${world.base}/symbols/TSLA`);
    await settled(page);
    assert.equal(await page.locator('main section[data-phase=failed]').count(), 0);
    assert.ok(await page.locator('main tr').count() < 1000, 'every day is a row of the page');
    assert.deepEqual(broken, []);
  });
}

export function stateTests(world) {
  test('a failing API shows failed tiles and recovers', () => failed(world));
  test('a failing range keeps the last value', () => lastValueKept(world));
  test('an empty API shows what fills it', () => empty(world));
  test('twenty thousand stocks scroll to the last', () => manyStocks(world));
  test('twenty thousand days of a stock are drawn', () => manyDays(world));
  test('an old value is called late', () => late(world));
  test('a slow API shows a skeleton of the final size', () => skeleton(world));
  test('a lost connection takes the banner and comes back', () => lost(world));
  test('the colour convention switches and stays', () => conventions(world));
  test('the calculator uses only the reader’s own terms', () => calculator(world));
}
