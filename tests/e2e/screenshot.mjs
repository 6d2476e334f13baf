// Saves full-page pictures:  node tests/e2e/screenshot.mjs BASE_URL OUT_DIR [FILTER]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { kPages, kViews, launch, openPage, settled } from './browser.mjs';

const [base, out, filter = ''] = process.argv.slice(2);
if (!base || !out) {
  console.error('usage: node tests/e2e/screenshot.mjs BASE_URL OUT_DIR [FILTER]');
  process.exit(2);
}

mkdirSync(out, { recursive: true });
const browser = await launch();
for (const [name, path] of Object.entries(kPages)) {
  for (const view of Object.keys(kViews)) {
    for (const [lang, theme] of [['ko', 'light'], ['ko', 'dark'], ['en', 'light'], ['en', 'dark']]) {
      const file = `${name}-${view}-${lang}-${theme}.png`;
      if (!file.includes(filter)) continue;
      const { context, page } = await openPage(browser, { lang, view, theme, scale: view === 'phone' ? 2 : 1 });
      await page.goto(base + path);
      await settled(page);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ ...kViews[view], height });
      await settled(page);
      await page.screenshot({ path: join(out, file) });
      await context.close();
    }
  }
}
await browser.close();
