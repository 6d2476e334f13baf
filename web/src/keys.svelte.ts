/// Keyboard shortcuts: / · g then t, f, x, h, v, s, d or p · j k · [ ] · w · c · . · ?
import { prefs } from './prefs.svelte';
import { router, type Page } from './router.svelte';
import { search } from './search.svelte';
import { along } from './trail';

const kGoes: Readonly<Record<string, Exclude<Page, 'symbol' | 'pipeline' | 'run'>>> = {
  t: 'today', f: 'fear_greed', x: 'exchange_rate', h: 'themes', v: 'movers', s: 'signals', d: 'data', p: 'pipelines',
};
const kGoWait = 1200;

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog[open]') !== null;
}

/** Moves among the stocks of the lists; on a stock's own page among those of the list it was opened from. */
function stepRow(step: 1 | -1): void {
  const next = router.page === 'symbol' ? along(router.symbol, step) : null;
  if (next) return router.goSymbol(next);
  const links = [...document.querySelectorAll<HTMLElement>('main a.stock')].filter((link) => link.checkVisibility());
  const at = links.findIndex((link) => link === document.activeElement);
  (links[at + step] ?? links[at] ?? links[0])?.focus();
}

/** Opens the 근거 of the tile that holds the focus, else of the first. */
function explain(): void {
  const button = 'button[aria-haspopup="dialog"]';
  const tile = document.activeElement?.closest('section.tile');
  (tile?.querySelector<HTMLElement>(button) ?? document.querySelector<HTMLElement>(`main section.tile ${button}`))?.click();
}

class Keys {
  helping = $state(false);
  private goUntil = 0;

  readonly press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const going = event.timeStamp < this.goUntil;
    this.goUntil = 0;
    const page = going ? kGoes[event.key] : undefined;
    if (event.key === '/') {
      event.preventDefault();
      search.open = true;
    } else if (page) router.go(page);
    else this.act(event);
  };

  private act(event: KeyboardEvent): void {
    if (event.key === 'g') this.goUntil = event.timeStamp + kGoWait;
    else if (event.key === 'j') stepRow(1);
    else if (event.key === 'k') stepRow(-1);
    else if (event.key === 'w') explain();
    else if (event.key === '[') router.stepRange(-1);
    else if (event.key === ']') router.stepRange(1);
    else if (event.key === 'c') prefs.nextConvention();
    else if (event.key === '.') prefs.nextTheme();
    else if (event.key === '?') this.helping = true;
  }
}

export const keys = new Keys();
