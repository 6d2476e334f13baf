// Starts the system's Chromium for the tests and pictures.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const kWeb = fileURLToPath(new URL('../../web/', import.meta.url));
const require = createRequire(`${kWeb}package.json`);
const { chromium } = require('playwright-core');

const kFlags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The file that holds axe-core, for addScriptTag-like injection. */
export const axePath = require.resolve('axe-core/axe.min.js');

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: kFlags });
}

/** Every page by the name of its pictures. */
export const kPages = { today: '/', themes: '/themes', movers: '/movers', signals: '/signals',
  symbol: '/symbols/TSLA', 'fear-greed': '/fear-greed', 'exchange-rate': '/exchange-rate', data: '/data',
  pipelines: '/pipelines' };

export const kViews = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

/** A page with the reader's choices already made. */
export async function openPage(browser, { lang = 'ko', view = 'desktop', theme = 'light', scale = 1, serviceWorkers = 'block' } = {}) {
  const context = await browser.newContext({ viewport: kViews[view], deviceScaleFactor: scale,
    reducedMotion: 'reduce', serviceWorkers });
  await context.addInitScript(([chosenLang, chosenTheme]) => {
    localStorage.setItem('seohak.lang', chosenLang);
    localStorage.setItem('seohak.theme', chosenTheme);
  }, [lang, theme]);
  return { context, page: await context.newPage() };
}

/** A page of its own for `check`, closed behind it. */
export async function withPage({ browser }, check, options) {
  const { context, page } = await openPage(browser, options);
  try {
    await check(page, context);
  } finally {
    await context.close();
  }
}

/** The same, opened at `path` and settled. */
export function visit(world, path, check, options) {
  return withPage(world, async (page, context) => {
    await page.goto(world.base + path);
    await settled(page);
    await check(page, context);
  }, options);
}

/** Waits until every tile and part of one has ended loading and every chart in view is drawn. */
export async function settled(page) {
  await page.waitForSelector('main section[data-phase]');
  await page.waitForFunction(() => !document.querySelector('main section[data-phase="loading"], main [aria-busy="true"]'));
  await page.waitForFunction(() => [...document.querySelectorAll('main .chart')].every((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return bottom < 0 || top > innerHeight || box.dataset.drawn === 'true';
  }));
}
