/// Brings the pages of pipelines and runs, once.
import { prefs } from '../../prefs.svelte';
import type { Page } from '../../router.svelte';

/** Whether it is one of these pages. */
export function isOfRuns(page: Page): page is 'pipelines' | 'pipeline' | 'run' {
  return page === 'pipelines' || page === 'pipeline' || page === 'run';
}

type Pages = typeof import('./index');
const kLongestWait = 800;
let pages: Promise<Pages> | null = null;

/** With the glyphs of their texts, waited for briefly, so that nothing moves when the font arrives. */
async function ready(): Promise<Pages> {
  const found = await import('./index');
  const late = new Promise((done) => setTimeout(done, kLongestWait));
  await Promise.race([document.fonts.load('16px "Pretendard Variable"', found.allTexts(prefs.lang)).catch(() => []), late]);
  return found;
}

export function loadPages(): Promise<Pages> {
  pages ??= ready();
  pages.catch(() => (pages = null));
  return pages;
}
