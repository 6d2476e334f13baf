// The drawer of every tile: rows, the tile's own number, and the answer they were received in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { axeViolations } from './look.mjs';

const kPages = ['/', '/fear-greed', '/exchange-rate', '/themes', '/movers', '/signals', '/signals?bar=5m', '/symbols/TSLA', '/data'];
/** Tiles whose numbers are of the program, not of received data; and what the recordings have none of. */
const kWithout = { '/data': ['실행 기록', '녹화된 자료는 무엇인가', '정보'], '/symbols/TSLA': ['분할과 배당'] };

/** Waits until everything in the drawer has come. */
async function filled(page) {
  await page.waitForSelector('dialog[open] [data-rows=shown]');
  await page.waitForFunction(() => !document.querySelector('dialog[open] [role=status]'));
}

async function oneDrawer(page, title) {
  await filled(page);
  const drawer = page.locator('dialog[open]');
  assert.ok(await drawer.locator('[data-rows=shown] tbody tr').count() > 0, `${title}: no rows`);
  assert.ok(await drawer.locator('[data-rows=raw] tbody tr').count() > 0, `${title}: no raw rows`);
  assert.equal(await drawer.locator('[data-landed]').first().getAttribute('data-landed'), 'verified', title);
  assert.ok(await drawer.locator('[data-audit=passed]').count() > 0, `${title}: no audit`);
  assert.equal(await drawer.locator('[data-audit=failed]').count(), 0, `${title}: an audit failed`);
  assert.match(await drawer.locator('pre').first().textContent(), /SELECT/, title);
}

async function everyTile(world, path) {
  await visit(world, path, async (page) => {
    const tiles = page.locator('main section.tile');
    let seen = 0;
    for (const tile of await tiles.all()) {
      const title = (await tile.locator('h2').textContent()).trim();
      if ((await tile.getAttribute('data-phase')) !== 'ready' || kWithout[path]?.includes(title)) continue;
      await tile.getByRole('button', { name: /근거$/ }).click();
      await oneDrawer(page, `${path} ${title}`);
      const [headline, shown] = [page.locator('dialog[open] [data-value=headline]'), await tile.textContent()];
      if (await headline.count()) {
        const number = (await headline.textContent()).replace(/[원₩]/g, '');
        assert.ok(shown.includes(number), `${path} ${title}: ${number} is not on the tile`);
      }
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('dialog[open]'));
      seen += 1;
    }
    assert.ok(seen > 1, `${path}: ${seen} tiles`);
  });
}

async function linked(world) {
  await visit(world, '/?why=fx.rate&why.currency=USD&why.day=2026-04-12', async (page) => {
    await filled(page);
    const text = await page.textContent('dialog[open]');
    assert.match(text, /원\/달러\s*4\.10/);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => location.search === '');
    await page.locator('main section.tile').first().getByRole('button', { name: /근거$/ }).click();
    await page.waitForFunction(() => location.search.includes('why=fx.rate') && location.search.includes('why.day=2026-04-13'));
  });
  await visit(world, '/?why=no.tile', async (page) => {
    await page.getByText('no.tile 타일이 없습니다').waitFor();
  });
}

/** The source's own numbers: won and dollars per euro stand in the answer that was received. */
async function arithmetic(world) {
  await visit(world, '/', async (page) => {
    await page.locator('main section.tile').first().getByRole('button', { name: /근거$/ }).click();
    await filled(page);
    const term = async (name) => (await page.locator(`dialog[open] [data-term=${name}]`).first().textContent()).replace(/,/g, '');
    const [won, dollars, rate] = [await term('krw_per_eur'), await term('usd_per_eur'), await term('rate')];
    assert.ok(Math.abs(Number(won) / Number(dollars) - Number(rate)) < 1e-4, `${won} / ${dollars} = ${rate}`);
    await page.getByText('응답 앞부분').first().click();
    const line = (await page.locator('dialog[open] .preview').first().textContent()).split('\n')[1].split(',');
    assert.ok(line.includes(won) && line.includes(dollars), line.join());
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '응답 내려받기' }).first().click();
    assert.match((await download).suggestedFilename(), /^ecb-reference_rates-[0-9a-f]{8}-\d+\.zip$/);
  });
}

async function accessible(world) {
  for (const view of ['desktop', 'phone']) {
    for (const theme of ['light', 'dark']) {
      await visit(world, '/?why=fx.rate&why.currency=USD', async (page) => {
        await filled(page);
        await page.evaluate(() => { for (const part of document.querySelectorAll('dialog[open] details')) part.open = true; });
        await page.waitForFunction(() => document.querySelectorAll('dialog[open] pre').length > 5);
        await filled(page);
        assert.deepEqual(await axeViolations(page), []);
        const wide = await page.evaluate(() => document.querySelector('dialog[open]').scrollWidth > innerWidth);
        assert.ok(!wide, `${view}: the drawer scrolls sideways`);
      }, { view, theme });
    }
  }
}

export function evidenceTests(world) {
  for (const path of kPages) test(`every tile of ${path} has its evidence`, () => everyTile(world, path));
  test('the address opens the drawer, and the drawer makes the address', () => linked(world));
  test('the calculation uses the numbers of the answer', () => arithmetic(world));
  test('the drawer is accessible and fits a phone', () => accessible(world));
}
