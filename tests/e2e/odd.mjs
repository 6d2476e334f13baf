// Pages over odd data, for tests/run/odd_pages.py:  node tests/e2e/odd.mjs NAME COMMAND
// COMMAND is the server's, as a JSON array; it is started here, so that it can go and come back.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { createInterface } from 'node:readline';
import { kPages, kViews, launch, settled, withPage } from './browser.mjs';
import { axeViolations, overflow } from './look.mjs';

const [name, command] = process.argv.slice(2);
const [program, ...words] = JSON.parse(command);
const world = { browser: null, base: '', server: null };

/** Starts the server at that address and resolves when it says where it listens. */
async function start(listen) {
  world.server = spawn(program, [...words, '--listen', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: world.server.stdout })) {
    const { url } = JSON.parse(line);
    if (url) return url;
  }
  throw new Error('the server ended before it listened');
}

/** Ends the server; its exit code. */
function stop() {
  const ended = new Promise((resolve) => { world.server.once('exit', resolve); });
  world.server.kill('SIGTERM');
  return ended;
}

before(async () => {
  world.base = await start('127.0.0.1:0');
  world.browser = await launch();
});

after(async () => {
  await world.browser?.close();
  assert.equal(await stop(), 0, 'the server did not end well');
});

function onPage(path, check, options) {
  return withPage(world, async (page) => {
    const broken = [];
    page.on('pageerror', (error) => broken.push(String(error)));
    page.on('dialog', (dialog) => { broken.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.goto(world.base + path);
    await settled(page);
    await check(page);
    assert.deepEqual(broken, []);
  }, options);
}

/** A page that stands whatever is missing: no rubbish for a value, nothing beside the screen. */
async function sound(page) {
  const text = await page.locator('main').innerText();
  for (const rubbish of ['NaN', 'undefined', 'Infinity', '[object']) {
    assert.ok(!text.includes(rubbish), `${rubbish} in: ${text}`);
  }
  assert.ok(await overflow(page) <= 0, 'the page scrolls sideways');
  assert.deepEqual(await axeViolations(page), []);
}

const phases = (page) => page.locator('main section').evaluateAll((all) => all.map((each) => each.dataset.phase));

function everyPage(check, but = []) {
  for (const [page, path] of Object.entries(kPages)) {
    if (but.includes(page)) continue;
    for (const view of Object.keys(kViews)) {
      test(`${name}: ${page} ${view}`, () => onPage(path, check, { view }));
    }
  }
}

function emptyTests() {
  everyPage(async (page) => {
    await sound(page);
    const found = await phases(page);
    assert.ok(found.length > 0 && !found.includes('failed'), found.join());
    assert.ok(found.includes('empty'), found.join());
    assert.match(await page.locator('main').innerText(), /seohak run|종목이 없습니다|비어 있음/, found.join());
  }, ['pipelines']);
  // What may be run, and the runs that found nothing, are there: no tile is empty.
  test('empty: pipelines', () => onPage('/pipelines', async (page) => {
    await sound(page);
    assert.equal(await page.locator('[data-pipeline]').count(), 5);
    assert.ok(!(await phases(page)).includes('failed'));
  }));
}

async function literalName(page) {
  assert.equal(await page.locator('main img').count(), 0, 'markup of a name became an element');
  assert.ok((await page.locator('main').innerText()).includes('<img src=x onerror=alert(1)>'));
}

function oneDayTests() {
  everyPage(async (page) => {
    await sound(page);
    assert.ok(!(await phases(page)).includes('failed'));
    assert.equal(await page.locator('main img').count(), 0, 'markup of a name became an element');
  });
  test('one_day: movers show the name as it is', () => onPage('/movers', async (page) => {
    await literalName(page);
    const first = page.locator('[data-mover="up 1"]');
    assert.equal((await first.textContent()).trim(), '+66.67%');
  }));
  test('one_day: the stock is called by its name, and one day is enough', () => onPage('/symbols/EVIL', async (page) => {
    await literalName(page);
    await sound(page);
    assert.equal((await page.textContent('[data-value=close]')).trim(), '$150.00');
  }));
  test('one_day: search shows the name as it is', () => onPage('/', async (page) => {
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: '종목 찾기' }).fill('<img');
    await page.waitForSelector('[role=option]');
    assert.ok((await page.locator('[role=option]').first().innerText()).includes('<img src=x'));
    assert.equal(await page.locator('[role=listbox] img').count(), 0);
  }));
  test('one_day: the map and its table hold it', () => onPage('/', async (page) => {
    assert.ok((await page.locator('main .map').textContent()).includes('<b>Bold</b>'));
  }));
}

function damagedTests() {
  test('damaged: every failed answer has the one form', async () => {
    for (const path of ['/market/map', '/movers', '/symbols/AAPL']) {
      const response = await fetch(`${world.base}/api/v1${path}`);
      const { error } = await response.json();
      assert.equal(response.status, 500, path);
      assert.deepEqual(Object.keys(error), ['code', 'message'], path);
      assert.equal(error.code, 'io', path);
      assert.match(error.message, /Corrupt database file.*`seohak replay` builds it anew/, path);
    }
    assert.equal((await fetch(`${world.base}/healthz`)).status, 200);
  });
  test('damaged: tiles say so and the page stands', () => onPage('/', async (page) => {
    assert.ok((await phases(page)).includes('failed'), 'no tile failed');
    const tile = page.locator('main section[data-phase=failed]').first();
    assert.match(await tile.innerText(), /값을 받지 못했습니다/);
    assert.ok(await tile.getByRole('button', { name: '다시 시도' }).isVisible());
    await sound(page);
  }));
}

function goneTests() {
  test('gone: the banner says so, the values stay, and all comes back', () => onPage('/fear-greed', async (page) => {
    const score = await page.textContent('[data-value=score]');
    assert.equal(await stop(), 0);
    await page.getByRole('button', { name: '1년' }).click();
    await page.waitForSelector('.banner.lost');
    assert.equal(await page.textContent('[data-value=score]'), score);
    await sound(page);
    await start(new URL(world.base).host);
    await page.getByRole('button', { name: '지금 연결' }).click();
    await page.waitForSelector('.banner.lost', { state: 'detached' });
    await page.waitForFunction(() => !document.querySelector('main section[data-phase=failed]'));
  }));
}

({ empty: emptyTests, one_day: oneDayTests, damaged: damagedTests, gone: goneTests })[name]();
