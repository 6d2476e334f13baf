// A tile saved as a picture, a table as CSV: what is in the file is what is on the page and in the API.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settled, visit } from './browser.mjs';

const kScale = 2;
const kEdge = 16;

/** Chooses an entry of a tile's menu; resolves to the file's name and bytes. */
export async function save(page, title, entry) {
  const exact = typeof title === 'string';
  await page.getByRole('button', { name: title, exact }).click();
  const [download] = await Promise.all([page.waitForEvent('download'),
    page.getByRole('group', { name: title, exact }).getByRole('button', { name: entry }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Size of a picture, its colours, and the share of its pixels that differ plainly from another's. */
async function compare(page, saved, shown) {
  return page.evaluate(async ([a, b, edge]) => {
    const pixels = async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const brush = canvas.getContext('2d');
      brush.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, brush };
    };
    const [made, screen] = await Promise.all([pixels(a), pixels(b)]);
    const inside = made.brush.getImageData(edge, edge, screen.width, screen.height).data;
    const outside = screen.brush.getImageData(0, 0, screen.width, screen.height).data;
    const colours = new Set();
    let differing = 0;
    for (let at = 0; at < inside.length; at += 4) {
      colours.add((inside[at] << 16) | (inside[at + 1] << 8) | inside[at + 2]);
      const far = [0, 1, 2].some((channel) => Math.abs(inside[at + channel] - outside[at + channel]) > 64);
      if (far) differing += 1;
    }
    return { width: made.width, height: made.height, screen: { width: screen.width, height: screen.height },
      colours: colours.size, differing: differing / (inside.length / 4) };
  }, [saved.toString('base64'), shown.toString('base64'), kEdge * kScale]);
}

/** Saves the tile and holds it beside a picture of the screen without the buttons. */
async function looksAsOnScreen(page, { title, name, most = 0.02 }) {
  const tile = await page.locator('section.tile', { has: page.getByRole('button', { name: title, exact: true }) }).elementHandle();
  await tile.scrollIntoViewIfNeeded();
  await settled(page);
  const file = await save(page, title, /PNG/);
  assert.equal(file.name, name);
  await page.addStyleTag({ content: '[data-screen-only] { visibility: hidden } ::-webkit-scrollbar { display: none }' });
  await page.mouse.move(0, 0);
  const found = await compare(page, file.bytes, await tile.screenshot());
  assert.equal(found.width, Math.ceil(found.screen.width / kScale + 2 * kEdge) * kScale);
  assert.ok(found.height >= found.screen.height + 2 * kEdge * kScale + 40, 'no room for the stamp');
  assert.ok(found.colours > 20, `only ${found.colours} colours: a blank picture`);
  assert.ok(found.differing < most, `${(100 * found.differing).toFixed(2)} % of the picture differ from the screen`);
}

const kPictures = [
  ['/fear-greed', { title: '지금 저장', name: 'seohak-fear-greed-now-2026-05-01.png' }],
  ['/fear-greed', { title: '한 달 흐름 저장', name: 'seohak-fear-greed-trend-2026-05-01.png' }],
  ['/', { title: '시장 지도 저장', name: 'seohak-today-map-2026-04-13.png' }],
  ['/movers', { title: '많이 오른 종목 저장', name: 'seohak-movers-movers-up-2026-04-13.png' }],
  ['/symbols/TSLA', { title: '15분봉 저장', name: 'seohak-symbol-TSLA-bars-2026-04-13.png', most: 0.03 }],
];

/** Rows of RFC 4180 text. */
export function parseCsv(text) {
  const rows = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let match = field.exec(text); match && field.lastIndex <= text.length; match = field.exec(text)) {
    rows.at(-1).push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === '') break;
    if (match[3] === '\r\n') {
      if (field.lastIndex === text.length) break;
      rows.push([]);
    }
  }
  return rows;
}

async function table(page, title) {
  const { name, bytes } = await save(page, title, /CSV/);
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'no byte order mark');
  const [head, ...rows] = parseCsv(bytes.subarray(3).toString('utf8'));
  for (const row of rows) assert.equal(row.length, head.length);
  return { name, head, rows };
}

const answer = (page, path) => page.evaluate(async (address) => (await (await fetch(`/api/v1${address}`)).json()).data, path);
const plain = (value) => (value === null ? '' : String(value));

async function signals(page) {
  const { name, head, rows } = await table(page, /종목 저장$/);
  const told = (await answer(page, '/signals?limit=20000')).rows;
  assert.equal(name, 'seohak-signals-stocks-2026-04-13.csv');
  assert.ok(told.length > 5000 && head.includes('종가 (USD)'));
  assert.deepEqual(rows.map((row) => [row[0], row[3], row[4], row[5], row[9]]),
    told.map((row) => [row.symbol, row.close, row.change_pct, row.rsi_wilder, row.traded_usd].map(plain)));
}

async function issues(page) {
  const { rows } = await table(page, '발견한 문제 저장');
  const { total } = await answer(page, '/issues?limit=1');
  const told = [...(await answer(page, '/issues?limit=1000')).rows, ...(await answer(page, '/issues?limit=1000&offset=1000')).rows];
  assert.equal(rows.length, total);
  assert.deepEqual(rows.map((row) => [row[0], row[2], row[4]]), told.map((row) => [row.day, row.scope, row.detail]));
}

async function rates(page) {
  const { name, head, rows } = await table(page, '원/달러 환율 저장');
  const told = (await answer(page, '/fx/USD?range=1y')).rows.reverse();
  assert.equal(name, 'seohak-exchange-rate-trend-2026-04-13.csv');
  assert.equal(head[0], '날짜');
  assert.deepEqual(rows.map((row) => row.slice(0, 4)),
    told.map((row) => [row.quote_day, row.rate, row.change, row.change_pct].map(plain)));
  assert.ok(rows.some((row) => row[2].startsWith('-')), 'a fall stays a number');
}

async function weeklyRank(page) {
  const { head, rows } = await table(page, 'Save Weekly volume rank');
  assert.deepEqual(head.slice(0, 2), ['Rank', 'Stock']);
  const first = (await answer(page, '/volume-rank?limit=1000')).rows;
  assert.ok(rows.length > 5000);
  assert.deepEqual(rows.slice(0, 1000).map((row) => [row[1], row[4]]), first.map((row) => [row.symbol, plain(row.volume)]));
}

export function saveTests(world) {
  for (const [path, picture] of kPictures) {
    test(`${picture.name} is what is on screen`, () => visit(world, path, (page) => looksAsOnScreen(page, picture), { scale: kScale }));
  }
  test('a dark picture in English', () => visit(world, '/exchange-rate', (page) =>
    looksAsOnScreen(page, { title: 'Save Won per US Dollar', name: 'seohak-exchange-rate-trend-2026-04-13.png' }),
    { scale: kScale, lang: 'en', theme: 'dark' }));
  test('the signals as CSV hold every stock', () => visit(world, '/signals', signals));
  test('the issues as CSV hold every issue', () => visit(world, '/data', issues));
  test('a chart as CSV holds plain numbers', () => visit(world, '/exchange-rate', rates));
  test('the weekly rank as CSV goes past its first page', () => visit(world, '/movers', weeklyRank, { lang: 'en' }));
}
