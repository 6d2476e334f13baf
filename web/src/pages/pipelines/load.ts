/// Brings the pages of pipelines and runs, once.
import { addressOf } from '../../api/client';
import { bringGlyphs } from '../../glyphs';
import { prefs } from '../../prefs.svelte';
import type { Page } from '../../router.svelte';

/** Whether it is one of these pages. */
export function isOfRuns(page: Page): page is 'pipelines' | 'pipeline' | 'run' {
  return page === 'pipelines' || page === 'pipeline' || page === 'run';
}

/** What the page that the address bar names shows first, as its address; `name`: of the pipeline or run. */
export function addressOfPage(page: 'pipelines' | 'pipeline' | 'run', name = ''): string {
  return addressOf({ pipelines: '/pipelines', pipeline: `/pipelines/${encodeURIComponent(name)}`, run: `/runs/${encodeURIComponent(name)}` }[page]);
}

type Pages = typeof import('./index');
const kLongestWait = 800;
let pages: Promise<Pages> | null = null;

/** With the glyphs of their texts, waited for briefly, so that nothing moves when the font arrives. */
async function ready(): Promise<Pages> {
  const found = await import('./index');
  const late = new Promise((done) => setTimeout(done, kLongestWait));
  await Promise.race([bringGlyphs(found.allTexts(prefs.lang)), late]);
  return found;
}

export function loadPages(): Promise<Pages> {
  pages ??= ready();
  pages.catch(() => (pages = null));
  return pages;
}
