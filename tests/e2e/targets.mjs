// A finger's targets on a phone, and what fingers and keys do with a list of stocks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, visit } from './browser.mjs';

/** The least height that the design gives a target. */
const kLeast = 44;
const kPhone = { view: 'phone' };
const kPages = ['/', '/fear-greed', '/exchange-rate', '/themes', '/movers', '/signals', '/symbols/TSLA', '/data', '/pipelines'];

/**
 * Controls that a finger misses a little above or below their middle. Links within a text may be lower; a
 * line of the signals opens as a whole.
 */
export function missed(page) {
  return page.evaluate((least) => {
    const reach = least / 2 - 1;
    const controls = [...document.querySelectorAll('button, select, input, a[href]')].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }) && !each.closest('p, li > a:not(.stock), .note, .skip, td:not(.stock) > a:not(.stock)')
      && !each.matches('.skip'));
    return controls.flatMap((each) => {
      each.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = each.getBoundingClientRect();
      const hits = [-reach, 0, reach].map((dy) => document.elementFromPoint(left + width / 2, top + height / 2 + dy));
      const own = (hit) => hit !== null && (each.contains(hit) || hit.contains(each) && hit.closest('label, .box, button, a') !== null
        || hit.closest('.line')?.contains(each));
      return hits.every(own) ? [] : [`${each.tagName} "${(each.textContent || each.getAttribute('aria-label') || '').trim().slice(0, 20)}" ${Math.round(height)} px`];
    });
  }, kLeast);
}

/** A finger's way, handed over as one: how long it takes does not hang on how busy the machine is. */
async function swipe(page, from, to) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, x) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 120 }] });
  await Promise.all([touch('touchStart', from), touch('touchMove', (from + to) / 2), touch('touchMove', to), touch('touchEnd', to)]);
}

async function alongTheList(page) {
  const symbols = await page.locator('section').filter({ has: page.getByRole('heading', { name: '많이 오른 종목' }) })
    .locator('a.stock').evaluateAll((all) => all.map((each) => each.dataset.symbol));
  await page.locator(`a.stock[data-symbol="${symbols[1]}"]`).first().click();
  // The page that listens to fingers and keys is there with its heading, all of it.
  const on = async (symbol) => {
    await page.waitForFunction(([path, heading]) => location.pathname === path && document.querySelector('main h1')?.textContent === heading,
      [`/symbols/${encodeURIComponent(symbol)}`, symbol]);
    await settled(page);
  };
  await on(symbols[1]);
  await swipe(page, 330, 60);
  await on(symbols[2]);
  await swipe(page, 60, 330);
  await on(symbols[1]);
  await page.keyboard.press('k');
  await on(symbols[0]);
}

async function rows(page) {
  const focused = () => page.evaluate(() => document.activeElement?.dataset.symbol);
  const first = await page.locator('main a.stock').evaluateAll((all) => all.slice(0, 2).map((each) => each.dataset.symbol));
  await page.keyboard.press('j');
  assert.equal(await focused(), first[0]);
  await page.keyboard.press('j');
  assert.equal(await focused(), first[1]);
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('많이 오른 종목').first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.first().waitFor({ state: 'hidden' });
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForFunction((path) => location.pathname === path, `/symbols/${encodeURIComponent(first[0])}`);
}

export function targetTests(world) {
  for (const path of kPages) {
    test(`a finger hits every control of ${path}`, () => visit(world, path, async (page) => assert.deepEqual(await missed(page), []), kPhone));
  }
  test('a swipe and k lead along the list', () => visit(world, '/movers', alongTheList, kPhone));
  test('j and k walk the rows, w explains, Enter opens', () => visit(world, '/movers', rows, kPhone));
}
