/// The rows of a long list, asked for a page at a time as they come into view.
import { addressOf, getJson } from '../../api/client';
import type { SignalRow, Signals } from '../../api/types';
import { prefs } from '../../prefs.svelte';

export const kPageRows = 200;

export class SignalPages {
  /** Rows by their place in the list. */
  rows = $state.raw<ReadonlyMap<number, SignalRow>>(new Map());
  failed = $state(false);
  /** Grows with each list. */
  began = $state(0);

  private query: Readonly<Record<string, string>> = {};
  private asked = new Set<number>();

  /** Begins anew with another list, of which the first page is there. */
  begin(query: Readonly<Record<string, string>>, first: readonly SignalRow[]): void {
    this.query = query;
    this.asked = new Set([0]);
    this.failed = false;
    this.began += 1;
    this.rows = new Map(first.map((row, at) => [at, row]));
  }

  /** Sees to it that the rows [from, to) come. */
  want(from: number, to: number): void {
    for (let page = Math.floor(from / kPageRows); page * kPageRows < to; page += 1) {
      if (!this.asked.has(page)) void this.load(page);
    }
  }

  private async load(page: number): Promise<void> {
    const { query, asked } = this;
    asked.add(page);
    const offset = page * kPageRows;
    const answer = await getJson<Signals>(addressOf('/signals', { ...query, offset: String(offset) }), prefs.lang);
    if (this.asked !== asked) return;
    this.failed = !answer.ok;
    if (!answer.ok) asked.delete(page);
    else this.rows = new Map([...this.rows, ...answer.data.rows.map((row, at) => [offset + at, row] as const)]);
  }
}
