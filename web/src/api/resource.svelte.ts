/// One resource as a tile sees it: loading, ready, empty or failed, the last value kept.
import { untrack } from 'svelte';
import { prefs } from '../prefs.svelte';
import { takeAhead } from './ahead';
import type { Kept } from './answers';
import type { Change } from './changes';
import { getJson, type Failure } from './client';
import { answers, connection } from './connection.svelte';
import type { Meta } from './types';

export type Phase = 'loading' | 'ready' | 'empty' | 'failed';

function isEmpty(data: unknown): boolean {
  if (data === null) return true;
  return Array.isArray(data) && data.length === 0;
}

/** Whether an answer of that meta may be another after the change. */
export function concerns(change: Change, meta: Meta | null): boolean {
  const { topics } = change;
  if (topics === null || meta === null || meta.follows.length === 0) return true;
  return meta.follows.some((each) => topics.has(each));
}

export class Resource<T> {
  phase = $state<Phase>('loading');
  data = $state.raw<T | null>(null);
  meta = $state.raw<Meta | null>(null);
  failure = $state.raw<Failure | null>(null);
  address = $state('');
  /** The address that `data` came from; behind `address` while a new answer is awaited or failed. */
  from = $state('');
  /** A request is under way. */
  busy = $state(false);
  /** When `data` was received, in ms, if by an earlier page; null once this page has an answer. */
  keptAt = $state<number | null>(null);
  /** Grows when a newer answer takes the place of an older one of the same address. */
  renewals = $state(0);

  private stop: AbortController | null = null;
  /** Changed since it was asked for; asked for again when that is over and a tile is in view. */
  private stale = false;
  private readonly views = new Map<Element, boolean>();

  /** Follows `address` (reactive) and the connection; call while a component is set up. */
  constructor(address: () => string) {
    let turn = untrack(() => connection.change.turn);
    $effect(() => {
      const next = address();
      untrack(() => void this.load(next));
      return () => this.stop?.abort();
    });
    $effect(() => {
      const change = connection.change;
      if (change.turn === turn) return;
      turn = change.turn;
      untrack(() => this.hear(change));
    });
  }

  /** Asks again. */
  readonly retry = (): void => void this.load(this.address);

  /** Notes whether the element, which shows it, is in view; an attachment. Without any it counts as
   * in view. */
  readonly watch = (element: Element): (() => void) => {
    const observer = new IntersectionObserver((entries) => {
      this.views.set(element, entries.at(-1)?.isIntersecting ?? true);
      this.freshen();
    }, { rootMargin: '200px' });
    this.views.set(element, true);
    observer.observe(element);
    return () => {
      observer.disconnect();
      this.views.delete(element);
    };
  };

  private hear(change: Change): void {
    if (this.failure === null && !concerns(change, this.meta)) return;
    this.stale = true;
    this.freshen();
  }

  private freshen(): void {
    const inView = this.views.size === 0 || [...this.views.values()].includes(true);
    if (this.stale && inView && !this.busy) void this.load(this.address);
  }

  private async load(address: string): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.stale = false;
    this.begin(address);
    try {
      const answer = await (takeAhead<T>(address) ?? getJson<T>(address, prefs.lang, stop.signal));
      if (this.stop !== stop) return;
      this.busy = false;
      if (answer.ok) this.receive(address, answer.data, answer.meta);
      else this.fail(answer);
      this.freshen();
    } catch {
      // Aborted: a newer request took over.
    }
  }

  private begin(address: string): void {
    this.busy = true;
    if (this.address === address) return;
    this.address = address;
    this.failure = null;
    const last = answers.here(address);
    if (last) return this.show(address, last, null);
    // Of another range or currency the predecessor stays on screen until the answer comes.
    if (this.data === null) this.phase = 'loading';
    else if (this.phase === 'failed') this.phase = 'ready';
    void answers.find(address).then((kept) => this.recall(address, kept));
  }

  /** Shows what an earlier page received, unless the answer was quicker. */
  private recall(address: string, kept: Kept | null): void {
    if (kept === null || this.address !== address || this.from === address || this.failure?.kind === 'missing') return;
    this.show(address, kept, kept.at);
    connection.recalled(kept.at);
  }

  private receive(address: string, data: T, meta: Meta): void {
    const kept = { data, meta, at: Date.now() };
    answers.keep(address, kept);
    if (this.from === address) this.renewals += 1;
    this.failure = null;
    this.show(address, kept, null);
  }

  private show(address: string, kept: Kept, keptAt: number | null): void {
    this.keptAt = keptAt;
    this.data = kept.data as T;
    this.from = address;
    this.meta = kept.meta;
    if (this.failure === null) this.phase = isEmpty(kept.data) ? 'empty' : 'ready';
  }

  private fail(failure: Failure): void {
    this.failure = failure;
    this.phase = failure.kind === 'missing' ? 'empty' : 'failed';
    if (failure.kind === 'missing') this.data = null;
    if (failure.kind === 'network') connection.doubt();
    if (failure.kind === 'login') connection.deny();
  }
}
