/// Brings ECharts and the font to the page, once.
type Core = typeof import('./echarts_core');

const kFontWait = 1500;
let core: Promise<Core> | null = null;

async function ready(): Promise<Core> {
  const font = document.fonts.load('12px "Pretendard Variable"', '0123공포탐욕최고최저월').catch(() => []);
  const late = new Promise<void>((done) => setTimeout(done, kFontWait));
  const [loaded] = await Promise.all([import('./echarts_core'), Promise.race([font, late])]);
  return loaded;
}

/** Canvas text is drawn once, so the font is waited for, but not for ever. */
export function loadCharts(): Promise<Core> {
  core ??= ready();
  return core;
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
