// Everything without a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, visit } from './browser.mjs';
import { axeViolations } from './look.mjs';

const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

async function skipLink(page) {
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), '본문으로 건너뛰기');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
}

async function everyControl(page) {
  const wanted = await page.locator('a[href], button, input, select').evaluateAll((all) =>
    all.filter((each) => each.checkVisibility() && !each.closest('dialog:not([open])')).length);
  const seen = await page.evaluate(() => { globalThis.seen = new Set(); return 0; });
  for (let step = seen; step < wanted * 2; step += 1) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => { if (document.activeElement?.matches('a, button, input, select')) globalThis.seen.add(document.activeElement); });
  }
  assert.equal(await page.evaluate(() => globalThis.seen.size), wanted);
}

async function shortcuts(page) {
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await page.waitForFunction(() => location.pathname === '/exchange-rate');
  await settled(page);
  await page.keyboard.press(']');
  assert.match(page.url(), /range=5y/);
  await page.keyboard.press('.');
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
  await page.keyboard.press('?');
  assert.ok(await page.getByRole('dialog', { name: '단축키' }).isVisible());
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('Escape');
  await page.goBack();
  assert.match(page.url(), /\/fear-greed$/);
}

async function walkChart(page) {
  const chart = page.getByRole('group', { name: /2026|20\d\d/ }).first();
  await chart.focus();
  await page.keyboard.press('End');
  const rows = await page.evaluate(async () => (await (await fetch('/api/v1/fear-greed/trend?range=1m')).json()).data);
  const said = await chart.locator('[aria-live]').textContent();
  const [year, month, day] = rows.at(-1).market_day.split('-').map(Number);
  assert.ok(said.includes(`${year}.${month}.${day}`) && said.includes(rows.at(-1).score.toFixed(1)), said);
  await page.keyboard.press('ArrowLeft');
  assert.ok((await chart.locator('[aria-live]').textContent()).includes(rows.at(-2).score.toFixed(1)));
}

async function whyDrawer(page) {
  const button = page.getByRole('button', { name: '지금의 근거' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '이 숫자의 근거' });
  assert.ok(await dialog.isVisible());
  await page.waitForFunction(() => !document.querySelector('dialog[open] [role=status]'));
  const text = await dialog.textContent();
  assert.ok(text.includes('raw_data.fear_greed_daily') && text.includes('/api/v1/evidence/mood.now'), text);
  assert.ok(await dialog.evaluate((box) => box.contains(document.activeElement)));
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), '지금의 근거');
}

export function keyboardTests(world) {
  test('the skip link comes first', () => visit(world, '/fear-greed', skipLink));
  for (const path of ['/', '/fear-greed', '/exchange-rate', '/themes']) {
    test(`every control of ${path} is reached by Tab`, () => visit(world, path, everyControl));
  }
  test('shortcuts go, widen, darken and explain', () => visit(world, '/fear-greed', shortcuts));
  test('arrow keys walk a chart and say its points', () => visit(world, '/fear-greed', walkChart));
  test('the drawer opens, holds the focus and gives it back', () => visit(world, '/fear-greed', whyDrawer));
}
