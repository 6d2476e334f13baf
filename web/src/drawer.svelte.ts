/// What the 근거 drawer shows; null when it is closed.
import type { Key } from './i18n/index';
import type { Meta } from './api/types';

/** The keys of definitions; they hold no names in braces. */
export type HowKey = Extract<Key, `${string}_why_${string}`>;

/** How a tile's numbers come about: a definition, the tables, a query to repeat it. */
export interface Why { how: HowKey; tables: readonly string[]; query: string }

export interface Shown { title: string; why: Why; address: string; meta: Meta | null; source: string }

class Drawer {
  shown = $state.raw<Shown | null>(null);

  readonly open = (shown: Shown): void => {
    this.shown = shown;
  };

  readonly close = (): void => {
    this.shown = null;
  };
}

export const drawer = new Drawer();
