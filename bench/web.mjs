// How soon the page of today stands in Chromium:  node bench/web.mjs BASE_URL ROUNDS
// Prints JSON: for a cold and a warm browser cache the milliseconds of each round from the start of
// the navigation to the first paint, the first tile with its value, all tiles, and the greatest
// paint; the layout's shift; tiles; and the bytes of JavaScript that came, as sent (gzip).
import { launch, settled } from '../tests/e2e/browser.mjs';

const [base, rounds] = [process.argv[2], Number(process.argv[3])];

/** Runs in the page before all else: notes when tiles become ready. */
function watch() {
  globalThis.seen = { first: null, all: null, shift: 0, lcp: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { globalThis.seen.lcp = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new MutationObserver(() => {
    const phases = [...document.querySelectorAll('main section[data-phase]')].map((tile) => tile.dataset.phase);
    if (globalThis.seen.first === null && phases.includes('ready')) globalThis.seen.first = performance.now();
    globalThis.seen.all = phases.length > 0 && !phases.includes('loading') ? (globalThis.seen.all ?? performance.now()) : null;
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-phase'] });
}

/** One visit on a page of the context. */
async function visit(context) {
  const page = await context.newPage();
  await page.addInitScript(watch);
  const scripts = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.request().sizes());
  });
  await page.goto(base);
  await settled(page);
  const told = await page.evaluate(() => ({ ...globalThis.seen,
    paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    tiles: document.querySelectorAll('main section[data-phase=ready]').length }));
  const sizes = await Promise.all(scripts);
  await page.close();
  return { ...told, script: sizes.reduce((sum, { responseBodySize }) => sum + Math.max(0, responseBodySize), 0) };
}

const browser = await launch();
const made = { cold: [], warm: [] };
for (let round = 0; round < rounds; round += 1) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  made.cold.push(await visit(context));
  made.warm.push(await visit(context));
  await context.close();
}
await browser.close();
console.log(JSON.stringify(made));
