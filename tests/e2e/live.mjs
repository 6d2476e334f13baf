// New data, a lost connection, kept answers: on servers of their own, as these start and end.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { settled, withPage } from './browser.mjs';
import { axeViolations, overflow } from './look.mjs';

const kProgram = process.env.SEOHAK ?? fileURLToPath(new URL('../../build/release/seohak', import.meta.url));
const kMinute = { timeout: 60_000 };

/** Starts the program on a home; `settings` by the names of their environment, without SEOHAK__. */
function start(home, words, settings = {}) {
  const set = Object.entries(settings).map(([name, value]) => [`SEOHAK__${name}`, value]);
  return spawn(kProgram, ['--home', home, '-q', ...words],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...Object.fromEntries(set) } });
}

/** Runs pipelines on a home with the command. */
export async function run(home, ...words) {
  const [code] = await once(start(home, ['run', ...words]), 'exit');
  assert.equal(code, 0, `seohak run ${words.join(' ')}`);
}

/** A server that has said its address. */
async function serve(home, port, settings) {
  const child = start(home, ['serve', '--listen', `127.0.0.1:${port}`, '--json'], settings);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url } = JSON.parse(line);
  const end = async (signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { base: url, port: Number(new URL(url).port), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** A page and a home of its own; `check` gets both, and starts servers in it. */
export async function apart(world, check) {
  const home = mkdtempSync(join(tmpdir(), 'seohak-live-'));
  const servers = [];
  const serving = async (port = 0, settings) => {
    servers.push(await serve(home, port, settings));
    return servers.at(-1);
  };
  try {
    await withPage(world, (page, context) => check({ home, serving, page, context }));
  } finally {
    for (const server of servers) await server.stop();
    rmSync(home, { recursive: true });
  }
}

/** Opens a page that notices when it is loaded again. */
async function open(page, address) {
  await page.goto(address);
  await page.evaluate(() => { globalThis.sameLoad = true; });
}

const isSameLoad = (page) => page.evaluate(() => globalThis.sameLoad === true);
const firstTile = (phase) => `main section:first-child[data-phase=${phase}]`;

async function metric(base, name) {
  const text = await (await fetch(`${base}/metrics`)).text();
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
}

async function firstFill(world) {
  await apart(world, async ({ serving, page }) => {
    const { base } = await serving();
    await open(page, `${base}/exchange-rate`);
    await page.waitForSelector(firstTile('ready'), kMinute);
    const { latest } = (await (await fetch(`${base}/api/v1/fx/USD`)).json()).data;
    assert.equal((await page.textContent('[data-value=rate]')).trim(),
      Number(latest.rate).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
    assert.ok(await isSameLoad(page));
  });
}

async function otherCommandsRun(world) {
  await apart(world, async ({ home, serving, page }) => {
    await run(home, 'fear_greed');
    const { base } = await serving();
    await open(page, `${base}/exchange-rate`);
    await page.waitForSelector(firstTile('empty'));
    const running = run(home, 'exchange_rate');
    await page.waitForSelector('.running', kMinute);
    await page.waitForSelector(firstTile('ready'), kMinute);
    await running;
    await page.waitForSelector('.running', { state: 'detached', ...kMinute });
    await page.waitForFunction(() => [...document.querySelectorAll('[role=status]')].some((each) => each.textContent.includes('새 값')));
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForSelector('tbody td:has-text("exchange_rate")', kMinute);
    // Only tiles in view ask again.
    await page.locator('section', { has: page.getByRole('heading', { name: '실행 기록' }) }).scrollIntoViewIfNeeded();
    const rows = () => page.locator('tbody tr:has(td:first-child b:text-is("exchange_rate"))').count();
    const before = await rows();
    await run(home, 'exchange_rate');
    await page.waitForFunction((least) => [...document.querySelectorAll('tbody td:first-child b')]
      .filter((cell) => cell.textContent === 'exchange_rate').length > least, before, kMinute);
    assert.ok(await isSameLoad(page));
  });
}

async function serverGoneAndBack(world) {
  await apart(world, async ({ home, serving, page }) => {
    await run(home, 'exchange_rate');
    const server = await serving();
    await open(page, `${server.base}/exchange-rate`);
    await settled(page);
    const rate = await page.textContent('[data-value=rate]');
    await page.waitForFunction(async () => / 1$/m.test((await (await fetch('/metrics')).text())
      .split('\n').find((line) => line.startsWith('seohak_event_streams_open ')) ?? ''));
    await server.kill();
    await page.waitForSelector('.banner.lost', { timeout: 5_000 });
    assert.match(await page.textContent('.banner'), /연결이 끊겼습니다.\s*\d\d:\d\d:\d\d에 받은 값을 보여 드립니다.\s*\d+초 뒤 다시 연결합니다./);
    assert.equal(await page.locator('.banner').count(), 1, 'more than one banner');
    assert.equal(await page.textContent('[data-value=rate]'), rate);
    assert.deepEqual(await axeViolations(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.ok(await overflow(page) <= 0);
    await serving(server.port);
    await page.waitForSelector('.banner.lost', { state: 'detached', ...kMinute });
    await page.waitForFunction(() => !document.querySelector('main section[data-phase=failed]'));
    assert.equal(await metric(server.base, 'seohak_event_streams_open'), 1);
    assert.ok(await isSameLoad(page));
  });
}

async function keptAnswers(world) {
  await apart(world, async ({ home, serving, page, context }) => {
    await run(home, 'exchange_rate');
    const { base } = await serving();
    await page.goto(`${base}/exchange-rate`);
    await settled(page);
    const rate = await page.textContent('[data-value=rate]');
    const later = await context.newPage();
    const held = [];
    let answering = false;
    await later.route('**/api/v1/**', (route) => (answering ? route.continue() : held.push(route)));
    await later.goto(`${base}/exchange-rate`);
    await later.waitForSelector(firstTile('ready'));
    assert.equal(await later.textContent('[data-value=rate]'), rate);
    assert.match(await later.textContent('main section:first-child footer'), /1분 전에 받은 값/);
    assert.deepEqual(await axeViolations(later), []);
    answering = true;
    await Promise.all(held.map((route) => route.continue()));
    await later.waitForSelector('main .kept', { state: 'detached' });
    await later.route('**/api/v1/**', (route) => route.abort());
    await later.goto(`${base}/exchange-rate`);
    await later.waitForSelector('.banner.lost');
    await later.waitForSelector('[data-value=rate]');
    assert.equal(await later.textContent('[data-value=rate]'), rate);
  });
}

export function liveTests(world) {
  test('an empty home fills the open page by itself', () => firstFill(world));
  test('a run that another command asks for reaches the open page', () => otherCommandsRun(world));
  test('a server that goes and comes back', () => serverGoneAndBack(world));
  test('kept answers come first, marked with their age', () => keptAnswers(world));
}
