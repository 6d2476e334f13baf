// Every page as it looked when it was last approved: tests/e2e/pictures holds full pages at half size.
// `./dev e2e --update` takes them anew; what differs is left in build/e2e to look at.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { kPages, kViews, openPage, settled } from './browser.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { PNG } = require('pngjs');
const { default: pixelmatch } = await import(pathToFileURL(require.resolve('pixelmatch')));

const kApproved = fileURLToPath(new URL('pictures/', import.meta.url));
const kFindings = fileURLToPath(new URL('../../build/e2e/', import.meta.url));
// Half size keeps the files small. A colour that differs less than the threshold, or only where an
// edge is smoothed, is the same: other versions of Chromium round glyphs otherwise. What moved is
// dense: it fills some window of 32 × 32 pixels (64 × 64 on the page) with more than that.
const kScale = 0.5;
const kMatch = { threshold: 0.12, windowSize: 32 };
const kMostInWindow = 40;

const update = process.env.SEOHAK_UPDATE_PICTURES === '1';

/** Page, view, language and theme of every approved picture. */
function* pictures() {
  for (const name of Object.keys(kPages)) {
    for (const view of Object.keys(kViews)) yield { name, view, lang: 'ko', theme: 'light' };
  }
  for (const name of ['today', 'symbol', 'signals']) {
    yield { name, view: 'desktop', lang: 'ko', theme: 'dark' };
    yield { name, view: 'phone', lang: 'en', theme: 'light' };
  }
}

/** When runs began and how long they took is the machine's affair: one time for all. */
const freeze = (run) => Object.assign(run, { started_at: '2026-04-14T04:00:00Z', ended_at: '2026-04-14T04:00:01Z' });

async function freezeRuns(page) {
  await page.route('**/api/v1/runs?*', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.data.sort((a, b) => a.pipeline.localeCompare(b.pipeline));
    json.data.forEach(freeze);
    await route.fulfill({ response, json });
  });
  await page.route('**/api/v1/pipelines?*', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    for (const row of json.data.rows) row.runs.forEach(freeze);
    await route.fulfill({ response, json });
  });
}

async function open(world, { name, view, lang, theme }) {
  const { context, page } = await openPage(world.browser, { lang, view, theme, scale: kScale });
  await freezeRuns(page);
  await page.goto(world.base + kPages[name]);
  await settled(page);
  await page.evaluate(() => document.fonts.ready);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...kViews[view], height });
  await settled(page);
  return { context, page };
}

const take = async (page) => PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' }));

/** The picture on a sheet of at least that size, so that pages of two lengths can be compared. */
function padded(picture, width, height) {
  const sheet = new PNG({ width, height });
  PNG.bitblt(picture, sheet, 0, 0, picture.width, picture.height, 0, 0);
  return sheet;
}

/** The most differing pixels of a window, and the sheet that marks them. */
function compare(expected, actual) {
  const width = Math.max(expected.width, actual.width);
  const height = Math.max(expected.height, actual.height);
  const marked = new PNG({ width, height });
  const most = pixelmatch(padded(expected, width, height).data, padded(actual, width, height).data,
    marked.data, width, height, kMatch);
  return { most, marked };
}

function keepFindings(file, found) {
  mkdirSync(kFindings, { recursive: true });
  for (const [kind, picture] of Object.entries(found)) {
    writeFileSync(join(kFindings, `${file}.${kind}.png`), PNG.sync.write(picture));
  }
}

async function looksAsApproved(world, file, picture) {
  const { context, page } = await open(world, picture);
  try {
    const actual = await take(page);
    const path = join(kApproved, `${file}.png`);
    if (update) {
      mkdirSync(kApproved, { recursive: true });
      writeFileSync(path, PNG.sync.write(actual, { colorType: 2, deflateLevel: 9 }));
      return;
    }
    for (const kind of ['expected', 'actual', 'diff']) rmSync(join(kFindings, `${file}.${kind}.png`), { force: true });
    assert.ok(existsSync(path), `there is no approved picture ${path}; look at the page, then run ./dev e2e --update`);
    const expected = PNG.sync.read(readFileSync(path));
    const { most, marked } = compare(expected, actual);
    if (most > kMostInWindow) keepFindings(file, { expected, actual, diff: marked });
    assert.ok(most <= kMostInWindow, `${most} pixels of a window of ${kMatch.windowSize} differ from the approved picture: `
      + `see build/e2e/${file}.diff.png; if it is as it should be, run ./dev e2e --update`);
  } finally {
    await context.close();
  }
}

/** The comparison is worth something: it sees any one tile that moved by 8 px. */
async function movedTileSeen(world) {
  const { context, page } = await open(world, { name: 'today', view: 'desktop', lang: 'ko', theme: 'light' });
  try {
    const still = await take(page);
    assert.equal(compare(still, await take(page)).most, 0, 'two pictures of one page differ');
    for (const tile of await page.locator('main section').all()) {
      await tile.evaluate((box) => { box.style.transform = 'translateY(8px)'; });
      const { most } = compare(still, await take(page));
      assert.ok(most > kMostInWindow, `${await tile.locator('h2').textContent()}: moved unseen (${most})`);
      await tile.evaluate((box) => { box.style.transform = ''; });
    }
  } finally {
    await context.close();
  }
}

export function pictureTests(world) {
  for (const picture of pictures()) {
    const file = [picture.name, picture.view, picture.lang, picture.theme].join('-');
    test(`${file} ${update ? 'taken' : 'looks as approved'}`, () => looksAsApproved(world, file, picture));
  }
  test('a tile moved by 8 px is seen', () => movedTileSeen(world));
}
