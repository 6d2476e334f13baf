/// One resource as a tile sees it: loading, ready, empty or failed, the last value kept.
import { untrack } from 'svelte';
import { prefs } from '../prefs.svelte';
import { getJson, type Failure } from './client';
import { connection } from './connection.svelte';
import type { Meta } from './types';

export type Phase = 'loading' | 'ready' | 'empty' | 'failed';

interface Kept { data: unknown; meta: Meta }

/** Last good answers by address, so that going back to a page shows them at once. */
const kept = new Map<string, Kept>();

/** Forgets every answer: the reader has left. */
export function forgetAnswers(): void {
  kept.clear();
}

function isEmpty(data: unknown): boolean {
  if (data === null) return true;
  return Array.isArray(data) && data.length === 0;
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

  private stop: AbortController | null = null;

  /** Follows `address` (reactive) and the connection; call while a component is set up. */
  constructor(address: () => string) {
    $effect(() => {
      const next = address();
      void connection.epoch;
      untrack(() => void this.load(next));
      return () => this.stop?.abort();
    });
  }

  /** Asks again. */
  readonly retry = (): void => void this.load(this.address);

  private async load(address: string): Promise<void> {
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.begin(address);
    try {
      const answer = await getJson<T>(address, prefs.lang, stop.signal);
      if (this.stop !== stop) return;
      this.busy = false;
      if (answer.ok) this.show(address, answer.data, answer.meta);
      else this.fail(answer);
    } catch {
      // Aborted: a newer request took over.
    }
  }

  private begin(address: string): void {
    this.busy = true;
    if (this.address === address) return;
    this.address = address;
    const last = kept.get(address);
    if (last) this.show(address, last.data as T, last.meta);
    else if (this.data === null) this.phase = 'loading';
    // else: another range or currency: its predecessor stays on screen until the answer comes
  }

  private show(address: string, data: T, meta: Meta): void {
    kept.set(address, { data, meta });
    this.data = data;
    this.from = address;
    this.meta = meta;
    this.failure = null;
    this.phase = isEmpty(data) ? 'empty' : 'ready';
  }

  private fail(failure: Failure): void {
    this.failure = failure;
    this.phase = failure.kind === 'missing' ? 'empty' : 'failed';
    if (failure.kind === 'missing') this.data = null;
    if (failure.kind === 'network') connection.fail();
    if (failure.kind === 'login') connection.deny();
  }
}
