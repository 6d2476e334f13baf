/// Watches the server: its status, whether it answers and lets in, and when there is something new.
import { prefs } from '../prefs.svelte';
import { addressOf, getJson } from './client';
import type { Status } from './types';

const kPollSeconds = 60;
const kRetrySeconds = [5, 10, 20, 40, 60] as const;

class Connection {
  status = $state<Status | null>(null);
  lost = $state(false);
  /** The server asks for the password. */
  denied = $state(false);
  /** Seconds until the next try while lost. */
  wait = $state(0);
  /** Grows when answers may have changed; resources load again. */
  epoch = $state(0);

  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** The clock's instant: the recording's, or now. */
  get now(): string {
    return this.status?.clock ?? new Date().toISOString();
  }

  /** Asks once, then keeps asking: each minute, sooner while lost. */
  async check(): Promise<void> {
    clearTimeout(this.timer);
    const answer = await getJson<Status>(addressOf('/status'), prefs.lang);
    if (answer.ok) {
      const changed = JSON.stringify(this.status?.as_of) !== JSON.stringify(answer.data.as_of);
      if (this.lost || (this.status && changed)) this.epoch += 1;
      this.status = answer.data;
      this.found();
    } else if (answer.kind === 'login') {
      this.deny();
    } else if (answer.kind === 'network') {
      this.fail();
    } else {
      this.timer = setTimeout(() => void this.check(), kPollSeconds * 1000);
    }
  }

  /** A request got no answer at all: say so and start trying. */
  fail(): void {
    this.lost = true;
    this.wait = kRetrySeconds[Math.min(this.tries, kRetrySeconds.length - 1)] ?? kPollSeconds;
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tick(), 1000);
  }

  /** There is no session, or no longer: nothing is asked until there is one. */
  deny(): void {
    clearTimeout(this.timer);
    this.lost = false;
    this.denied = true;
  }

  private found(): void {
    this.lost = false;
    this.denied = false;
    this.tries = 0;
    this.timer = setTimeout(() => void this.check(), kPollSeconds * 1000);
  }

  private tick(): void {
    this.wait -= 1;
    if (this.wait > 0) this.timer = setTimeout(() => this.tick(), 1000);
    else void this.check();
  }
}

export const connection = new Connection();
