/// Keyboard shortcuts: g then t, f, x, h, v, s or d · [ ] · c · . · ?
import { prefs } from './prefs.svelte';
import { router, type Page } from './router.svelte';
import { search } from './search.svelte';

const kGoes: Readonly<Record<string, Exclude<Page, 'symbol'>>> = {
  t: 'today', f: 'fear_greed', x: 'exchange_rate', h: 'themes', v: 'movers', s: 'signals', d: 'data',
};
const kGoWait = 1200;

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog[open]') !== null;
}

class Keys {
  helping = $state(false);
  private goUntil = 0;

  readonly press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
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
    else if (event.key === '[') router.stepRange(-1);
    else if (event.key === ']') router.stepRange(1);
    else if (event.key === 'c') prefs.nextConvention();
    else if (event.key === '.') prefs.nextTheme();
    else if (event.key === '?') this.helping = true;
  }
}

export const keys = new Keys();
