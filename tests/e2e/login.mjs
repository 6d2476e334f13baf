// The log-in page, against a server of its own that listens beyond loopback and has a password.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kViews, settled, withPage } from './browser.mjs';
import { axeViolations, listen, overflow } from './look.mjs';

const kProgram = process.env.SEOHAK_BINARY ?? fileURLToPath(new URL('../../build/release/seohak', import.meta.url));
const kPassword = '한글도 되는 암호';

class Server {
  home = mkdtempSync(join(tmpdir(), 'seohak-login-'));

  run(words, input = '') {
    const done = spawnSync(kProgram, ['--home', this.home, '-q', ...words], { input, encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  }

  async start() {
    this.process = spawn(kProgram, ['--home', this.home, 'serve', '--listen', '0.0.0.0:0', '--json'],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise((said, failed) => {
      this.process.stdout.once('data', said);
      this.process.once('exit', () => failed(new Error('serve did not start')));
    });
    const { url, urls } = JSON.parse(String(line));
    return urls[0] ?? url;
  }

  async stop() {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill();
    await ended;
    rmSync(this.home, { recursive: true });
  }
}

/** A fresh browser on a page of the server. */
function onPage(server, path, check, options) {
  return withPage(server, async (page, context) => {
    await page.goto(server.base + path);
    await check(page, context);
  }, options);
}

async function logIn(page, password = kPassword) {
  await page.getByLabel('암호', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

async function looks(page, lang) {
  const title = lang === 'ko' ? '로그인' : 'Log in';
  await page.getByRole('heading', { name: title }).waitFor();
  assert.match(await page.title(), new RegExp(`^${title} ·`));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'password');
  assert.ok(await overflow(page) <= 0, 'the page scrolls sideways');
  assert.deepEqual(await axeViolations(page), []);
  if (lang === 'en') assert.equal((await page.locator('main').innerText()).match(/[가-힣]+/), null);
}

/** A password manager finds a form, a name and the password of now. */
async function managed(page) {
  const field = page.getByLabel('암호', { exact: true });
  assert.equal(await field.getAttribute('autocomplete'), 'current-password');
  assert.equal(await field.getAttribute('type'), 'password');
  assert.equal(await page.locator('form input[autocomplete=username]').inputValue(), 'seohak');
  await field.fill('보이는 암호');
  await page.getByRole('button', { name: '암호 보기' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
}

async function opens(page, context) {
  const complaints = listen(page);
  await logIn(page);
  await settled(page);
  assert.match(page.url(), /\/fear-greed\?range=3m$/);
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), '공포·탐욕 지수');
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite], ['seohak_session', true, 'Strict']);
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.deepEqual(complaints, []);
  await page.reload();
  await settled(page);
}

async function wrong(page) {
  await logIn(page, '틀린 암호입니다');
  const said = page.getByRole('alert').filter({ hasText: '암호가 맞지 않습니다.' });
  await said.waitFor();
  assert.equal(await page.getByLabel('암호', { exact: true }).getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await axeViolations(page), []);
  await logIn(page);
  await page.waitForSelector('main section[data-phase]');
}

async function slowedDown(page) {
  await page.route('**/api/v1/login*', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '2' },
    contentType: 'application/json', body: '{"error":{"code":"rate_limited","message":"too many"}}' }));
  await logIn(page);
  await page.getByText('시도가 너무 많습니다. 2초 뒤 다시 할 수 있습니다.').waitFor();
  assert.equal(await page.getByRole('button', { name: '로그인' }).getAttribute('aria-disabled'), 'true');
  assert.deepEqual(await axeViolations(page), []);
  await page.unroute('**/api/v1/login*');
  await page.locator('form [aria-disabled=false]').waitFor();
  await logIn(page);
  await page.waitForSelector('main section[data-phase]');
}

async function serverGone(page) {
  await page.route('**/api/v1/login*', (route) => route.abort());
  await logIn(page);
  await page.getByText('서버에 연결할 수 없습니다.').waitFor();
  await page.unroute('**/api/v1/login*');
  await logIn(page);
  await page.waitForSelector('main section[data-phase]');
}

async function expires(page, context) {
  await logIn(page);
  await settled(page);
  await context.clearCookies();
  await page.getByRole('button', { name: '5년' }).first().click();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
  assert.match(page.url(), /\/fear-greed\?range=5y$/);
  await logIn(page);
  await settled(page);
  assert.match(page.url(), /\/fear-greed\?range=5y$/);
}

async function leaves(page) {
  await logIn(page);
  await settled(page);
  assert.deepEqual(await axeViolations(page), []);
  assert.ok(await overflow(page) <= 0, 'the log-out button makes the page scroll sideways');
  await page.setViewportSize({ width: 320, height: 568 });
  await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  await page.getByRole('button', { name: '로그아웃' }).click();
  const dialog = page.getByRole('dialog', { name: '로그아웃' });
  assert.deepEqual(await axeViolations(page), []);
  await dialog.getByRole('button', { name: '이 브라우저에서' }).click();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
  assert.equal(await page.locator('main section').count(), 0);
  await page.goBack();
  await page.goForward();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
}

async function leavesEverywhere(page, world) {
  await logIn(page);
  await settled(page);
  await onPage(world, '/data', async (other) => {
    await logIn(other);
    await settled(other);
    await other.getByRole('button', { name: '로그아웃' }).click();
    await other.getByRole('button', { name: '모든 기기에서' }).click();
    await other.getByRole('heading', { name: '로그인' }).waitFor();
  });
  await page.reload();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
}

export function loginTests(world) {
  const server = new Server();
  const own = { browser: null, base: '' };
  before(async () => {
    server.run(['run', 'fear_greed']);
    server.run(['init', '--password'], `${kPassword}\n`);
    own.base = await server.start();
    own.browser = world.browser;
  });
  after(() => server.stop());

  for (const lang of ['ko', 'en']) {
    for (const view of Object.keys(kViews)) {
      for (const theme of ['light', 'dark']) {
        test(`log-in page ${lang} ${view} ${theme}`, () =>
          onPage(own, '/', (page) => looks(page, lang), { lang, view, theme }));
      }
    }
  }
  test('a password manager knows the log-in form', () => onPage(own, '/', managed));
  test('the log-in leads to the page asked for', () => onPage(own, '/fear-greed?range=3m', opens));
  test('a wrong password is told and can be corrected', () => onPage(own, '/', wrong));
  test('too many attempts count the seconds down', () => onPage(own, '/', slowedDown));
  test('a server that is gone is told', () => onPage(own, '/', serverGone));
  test('an ended session asks again and keeps the address', () => onPage(own, '/fear-greed?range=1y', expires));
  test('logging out shows no data any more', () => onPage(own, '/fear-greed', leaves, { view: 'phone' }));
  test('logging out everywhere ends other browsers', () => onPage(own, '/fear-greed', (page) => leavesEverywhere(page, own)));
}
