// Every page in both languages, both sizes, both themes: sound, accessible, still.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axePath, kPages, kViews, settled, visit, withPage } from './browser.mjs';

const kAxe = readFileSync(axePath, 'utf8');
const kMostShift = 0.005;
/** Most tests keep service workers out, so that each page is the server's. */
const kBlocked = 'Service Worker registration blocked by Playwright';

/** Collects what the page complains about. */
export function listen(page) {
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && message.text() !== kBlocked) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Violations of WCAG 2 A and AA, each with the elements it is about. */
export async function axeViolations(page) {
  await page.evaluate(kAxe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  }));
  return found.violations.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
}

export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function watchShifts(context) {
  await context.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Looks a page over: sound, accessible, still. */
export function look(world, path, options) {
  return withPage(world, async (page, context) => {
    await watchShifts(context);
    const complaints = listen(page);
    await page.goto(world.base + path);
    await settled(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settled(page);
    assert.equal(await page.getAttribute('html', 'lang'), options.lang);
    assert.ok(await page.locator('main section[data-phase="ready"]').count() > 0, 'no tile has data');
    assert.equal(await page.locator('main section[data-phase="failed"]').count(), 0, 'a tile failed');
    assert.ok(await overflow(page) <= 0, 'the page scrolls sideways');
    assert.deepEqual(await axeViolations(page), []);
    assert.ok(await page.evaluate(() => globalThis.shifted) <= kMostShift, 'the layout moved while loading');
    assert.deepEqual(complaints, []);
  }, options);
}

async function english(page) {
  return page.evaluate(() => {
    const brand = document.querySelector('.brand');
    return document.body.innerText.replace(brand?.textContent ?? '', '').replace(/서학/g, '');
  });
}

export function lookTests(world) {
  for (const path of Object.values(kPages)) {
    for (const lang of ['ko', 'en']) {
      for (const view of Object.keys(kViews)) {
        for (const theme of ['light', 'dark']) {
          test(`${path} ${lang} ${view} ${theme}`, () => look(world, path, { lang, view, theme }));
        }
      }
    }
    test(`${path} at 200 % zoom has no side scroll`, () => withPage(world, async (page) => {
      await page.setViewportSize({ width: 720, height: 450 });
      await page.goto(world.base + path);
      await settled(page);
      assert.ok(await overflow(page) <= 0);
      await page.setViewportSize({ width: 320, height: 568 });
      assert.ok(await overflow(page) <= 0, 'side scroll at 320 px');
    }));
    test(`${path} in English holds no Hangul`, () => visit(world, path, async (page) =>
      assert.equal((await english(page)).match(/[가-힣]+/g), null), { lang: 'en' }));
  }
}
