import { mount } from 'svelte';
import App from './App.svelte';
import { askAhead } from './api/ahead';
import { connection } from './api/connection.svelte';
import './base.css';
import { drawer } from './drawer.svelte';
import { bringGlyphs } from './glyphs';
import { catalogue } from './i18n/index';
import { installed } from './installed/installed.svelte';
import { addressOfPage, isOfRuns, loadPages } from './pages/pipelines/load';
import { prefs } from './prefs.svelte';
import { watchPrinting } from './printing.svelte';
import { router } from './router.svelte';

const kLongestWait = 800;

/** The glyphs of every text, so that nothing moves when its font arrives. */
function fonts(): Promise<unknown> {
  return bringGlyphs([...Object.values(catalogue).map((entry) => entry[prefs.lang]), '0123456789']);
}

/** The banner's place depends on the profile: that answer, the font and a page's own script are waited for, briefly. */
async function start(target: HTMLElement): Promise<void> {
  prefs.start();
  router.start();
  connection.follow(document, window);
  watchPrinting();
  drawer.follow();
  const late = new Promise((done) => setTimeout(done, kLongestWait));
  const pages = isOfRuns(router.page) ? loadPages().catch(() => null) : null;
  if (isOfRuns(router.page)) askAhead(addressOfPage(router.page, router.pipeline || router.run));
  await Promise.race([Promise.all([connection.check(), fonts(), pages]), late]);
  mount(App, { target });
  void installed.start(new URL(import.meta.url).pathname);
}

const target = document.getElementById('app');
if (target) void start(target);
