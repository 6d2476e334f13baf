/// Which tile the 근거 drawer explains; the address of the page tells the same.
import { readWhy, writeWhy, type Asked } from './why_link';

/** What a tile passes: its key in the server's catalogue, and the parameters beside the day. */
export interface Why { tile: string; query?: Readonly<Record<string, string>> }

class Drawer {
  /** Null when the drawer is closed. */
  asked = $state.raw<Asked | null>(null);
  /** Titles of the tiles on the page, by `nameOf`. */
  titles = $state<Record<string, string>>({});

  /** Opens what the address asks for; closes when it asks nothing. */
  readonly follow = (): void => {
    this.asked = readWhy(new URLSearchParams(location.search));
  };

  readonly open = (asked: Asked): void => {
    this.asked = asked;
    this.tell();
  };

  readonly close = (): void => {
    if (!this.asked) return;
    this.asked = null;
    this.tell();
  };

  private tell(): void {
    const query = writeWhy(new URLSearchParams(location.search), this.asked);
    history.replaceState(history.state, '', query ? `${location.pathname}?${query}` : location.pathname);
  }
}

export const drawer = new Drawer();
