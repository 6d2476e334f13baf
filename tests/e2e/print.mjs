// What comes out on paper: a real PDF by Chromium, read by poppler's pdftotext and pdfinfo.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { visit } from './browser.mjs';

function onPaper(world, path, check, options) {
  return visit(world, path, async (page) => {
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    await check({ page, pdf, text: read('pdftotext', ['-layout', '-', '-'], pdf).replace(/\s+/g, ' ') });
  }, options);
}

const read = (tool, words, pdf) => execFileSync(tool, words, { input: pdf, maxBuffer: 1 << 28 }).toString('utf8');
const pagesOf = (pdf) => Number(/Pages:\s+(\d+)/.exec(read('pdfinfo', ['-'], pdf))[1]);

/** Every title is there, the frame is not; the foot says where it is from. */
async function whole({ page, pdf, text }, { most, path }) {
  const titles = await page.locator('section.tile h2').allTextContents();
  for (const title of titles) assert.ok(text.includes(title.replace(/\s+/g, ' ').trim()), `"${title}" is not printed`);
  for (const word of ['본문으로 건너뛰기', '근거', '표로 보기']) assert.ok(!text.includes(word), `"${word}" is printed`);
  assert.ok(text.includes(path === '/' ? 'http://127.0.0.1' : path), 'the address is not printed');
  assert.ok(text.includes('녹화 데이터'), 'what the data is is not printed');
  const pages = pagesOf(pdf);
  assert.ok(pages >= 1 && pages <= most, `${pages} pages`);
}

async function longTable(world) {
  await onPaper(world, '/data', async ({ page, text }) => {
    const tile = page.locator('section.tile', { has: page.getByRole('heading', { name: '발견한 문제' }) });
    const kinds = await tile.locator('td b').allTextContents();
    const { rows } = await page.evaluate(async () => (await (await fetch('/api/v1/issues?limit=200')).json()).data);
    assert.equal(kinds.length, rows.length);
    for (const kind of new Set(kinds)) {
      assert.ok(text.split(kind).length > kinds.filter((each) => each === kind).length, `rows of ${kind} are cut`);
    }
  });
}

/** The page is as it was once the paper is out. */
async function restored(world) {
  await onPaper(world, '/fear-greed', async ({ page }) => {
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    assert.equal(await page.locator('.on-paper').count(), 0);
    assert.equal(await page.evaluate(() => 'printing' in document.documentElement.dataset), false);
  }, { theme: 'dark' });
}

/** Colours of the first page of a dark screen: paper is white, and the chart is on it. */
async function light(world) {
  await onPaper(world, '/fear-greed', async ({ page, pdf }) => {
    const picture = execFileSync('pdftoppm', ['-png', '-r', '50', '-f', '1', '-l', '1', '-singlefile', '-'], { input: pdf });
    const { corner, coloured } = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const brush = new OffscreenCanvas(image.width, image.height).getContext('2d');
      brush.drawImage(image, 0, 0);
      const { data } = brush.getImageData(0, 0, image.width, image.height);
      let many = 0;
      for (let at = 0; at < data.length; at += 4) if (Math.max(...data.slice(at, at + 3)) - Math.min(...data.slice(at, at + 3)) > 12) many += 1;
      return { corner: [...data.slice(0, 3)], coloured: many / (data.length / 4) };
    }, picture.toString('base64'));
    assert.deepEqual(corner, [255, 255, 255]);
    assert.ok(coloured > 0.05, `${(100 * coloured).toFixed(1)} % of the page are coloured: no chart`);
  }, { theme: 'dark' });
}

const kPages = [['/', 8], ['/fear-greed', 6], ['/exchange-rate', 6], ['/themes', 8], ['/movers', 12], ['/signals', 4], ['/symbols/TSLA', 6]];

export function printTests(world) {
  for (const [path, most] of kPages) {
    test(`${path} on paper holds every tile and nothing of the frame`, () => onPaper(world, path, (found) => whole(found, { most, path })));
  }
  test('a list is printed to its last row', () => longTable(world));
  test('a dark screen prints light, its charts too', () => light(world));
  test('the page is as before once printed', () => restored(world));
}
