// The pages as an app: what the browser asks of one, a start without the server, a newer version.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, withPage } from './browser.mjs';
import { startProxy } from './proxy.mjs';

async function withProxy(world, change, check, options) {
  const proxy = await startProxy(world.base, change);
  try {
    await withPage(world, (page, context) => check(page, proxy, context), { serviceWorkers: 'allow', ...options });
  } finally {
    await proxy.stop();
  }
}

/** Opens the page and waits until its worker has kept everything and answers for the page. */
async function kept(page, address) {
  await page.goto(address);
  await settled(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

async function manifest(page, proxy, context) {
  await kept(page, proxy.url);
  const devtools = await context.newCDPSession(page);
  const { url, errors, data } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.match(url, /manifest\.ko\.webmanifest$/);
  assert.equal(JSON.parse(data).name, '서학 seohak');
  // A test's window is a private one, which is the only thing that may stand in the way.
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.filter((each) => each.errorId !== 'in-incognito'), []);
  const sizes = await page.evaluate(async (icons) => Promise.all(icons.map(async ({ src, sizes: told }) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return [`${image.naturalWidth}x${image.naturalHeight}`, told];
  })), JSON.parse(data).icons);
  for (const [real, told] of sizes) assert.equal(real, told);
  await page.getByRole('button', { name: '한국어, 영어로 바꾸기' }).click();
  await page.waitForFunction(() => document.querySelector('link[rel=manifest]').href.endsWith('manifest.en.webmanifest'));
}

async function offlineStart(page, proxy) {
  await kept(page, `${proxy.url}/exchange-rate`);
  await proxy.stop();
  await page.goto(`${proxy.url}/fear-greed`);
  await page.getByRole('heading', { level: 1, name: '공포·탐욕' }).waitFor();
  await page.getByRole('alert').filter({ hasText: '연결이 끊겼습니다' }).waitFor();
  const names = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat());
  assert.ok(names.includes('/index.html'));
  assert.deepEqual(names.filter((name) => name.startsWith('/api')), []);
  await proxy.start();
  await page.getByRole('button', { name: '지금 연결' }).click();
  await page.waitForSelector('main section[data-phase=ready]');
}

/** Another version: the same files under a name of its own for the script. */
function nextVersion(state) {
  const renamed = (text) => text.replace(/\/assets\/index-[\w-]+\.js/g, '/assets/index-next.js');
  return (path, text) => {
    if (!state.newer) return null;
    if (path === '/sw.js' || path === '/index.html') {
      return renamed(text).replace(/([`"'])[0-9a-f]{16} /, '$1ffffffffffffffff ');
    }
    return null;
  };
}

async function update(world) {
  const state = { newer: false, script: '' };
  const change = nextVersion(state);
  await withProxy(world, (path, text) => (path === '/assets/index-next.js' ? state.script : change(path, text)), async (page, proxy) => {
    await kept(page, proxy.url);
    state.script = await page.evaluate(async () =>
      (await fetch([...document.scripts].find((each) => each.src.includes('/assets/index-')).src)).text());
    state.newer = true;
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    const hint = page.getByRole('status').filter({ hasText: '새 버전이 있습니다.' });
    await hint.waitFor();
    await Promise.all([page.waitForEvent('load'), hint.getByRole('button', { name: '새로 고침' }).click()]);
    await settled(page);
    const names = await page.evaluate(() => caches.keys());
    assert.deepEqual(names, ['seohak-ffffffffffffffff']);
    assert.equal(await page.getByText('새 버전이 있습니다.').count(), 0);
  });
}

export function installedTests(world) {
  test('Chromium finds the manifest whole and the app installable', () => withProxy(world, undefined, manifest));
  test('a start without the server shows the pages and says so', () => withProxy(world, undefined, offlineStart));
  test('a newer version is told, and shown on demand', () => update(world));
}
