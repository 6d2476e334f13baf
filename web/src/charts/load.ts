/// Brings ECharts and the font to the page, once.
import { bringGlyphs } from '../glyphs';

/** The parts of ECharts in use. */
export type Charts = typeof import('./echarts_core');

const kFontWait = 1500;
let core: Promise<Charts> | null = null;
let loaded: Charts | null = null;

async function ready(): Promise<Charts> {
  const font = bringGlyphs(['0123공포탐욕최고최저월']);
  const late = new Promise<void>((done) => setTimeout(done, kFontWait));
  [loaded] = await Promise.all([import('./echarts_core'), Promise.race([font, late])]);
  return loaded;
}

/** Canvas text is drawn once, so the font is waited for, but not for ever. */
export function loadCharts(): Promise<Charts> {
  core ??= ready();
  return core;
}

/** The library when it is there already, for what cannot wait. */
export function chartsAtHand(): Charts | null {
  return loaded;
}

/** Calls `found` once when `element` is near the viewport; returns how to stop watching. */
export function whenNear(element: Element, found: () => void): () => void {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    found();
  }, { rootMargin: '200px' });
  watch.observe(element);
  return () => watch.disconnect();
}
