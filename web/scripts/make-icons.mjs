// Draws the icons of the installed app from src/favicon.svg into public/icons:
//   node scripts/make-icons.mjs
// Needs the system's Chromium (CHROMIUM names another). Same input, same pictures.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const kRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const kGround = '#0b746e';
/** A maskable icon may be cut to a circle of 80 % of its width: the mark stays well within. */
const kIcons = [
  { name: 'icon-192.png', size: 192, mark: 1 },
  { name: 'icon-512.png', size: 512, mark: 1 },
  { name: 'maskable-512.png', size: 512, mark: 0.62 },
  { name: 'apple-touch-180.png', size: 180, mark: 0.8 },
];

const svg = readFileSync(join(kRoot, 'src/favicon.svg'), 'utf8');
mkdirSync(join(kRoot, 'public/icons'), { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const { name, size, mark } of kIcons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const ground = mark < 1 ? kGround : 'transparent';
  await page.setContent(`<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}">
    <img style="width:${100 * mark}%" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`);
  await page.locator('img').evaluate((image) => image.decode());
  await page.screenshot({ path: join(kRoot, 'public/icons', name), omitBackground: true });
  await page.close();
}
await browser.close();
