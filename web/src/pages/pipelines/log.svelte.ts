/// The log of a run, read to its end page by page, and on from there when a word of it comes.
import { untrack } from 'svelte';
import { addressOf, getJson, type Answer } from '../../api/client';
import { connection } from '../../api/connection.svelte';
import type { LogLine } from '../../api/types';
import { prefs } from '../../prefs.svelte';

/** What is asked of the log; absent members: everything. */
export interface LogFilter { level?: string; task?: string; attempt?: string }
type Ask = (address: string) => Promise<Answer<{ lines: LogLine[] }>>;

export const kPageLines = 2_000;
/** The server tells of new lines five times a second at most: those that come in between are there by then. */
const kSettleMs = 250;

export class RunLog {
  lines = $state.raw<readonly LogLine[]>([]);
  loading = $state(false);
  /** Why the last page did not come; "" when it did. */
  failed = $state('');

  private turn = 0;
  private again = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: Ask = (address) => getJson(address, prefs.lang)) {}

  /** Begins anew with the lines of `run` that fit. */
  open(run: string, filter: LogFilter): void {
    this.turn += 1;
    this.lines = [];
    this.loading = false;
    this.address = (after) => addressOf(`/runs/${encodeURIComponent(run)}/logs`,
      { ...filter, after: String(after), limit: String(kPageLines) });
    void this.read();
  }

  /** There may be new lines. */
  hear(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.read();
    }, kSettleMs);
  }

  close(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private address: (after: number) => string = () => '';

  private async read(): Promise<void> {
    this.again = true;
    if (this.loading) return;
    const { turn } = this;
    this.loading = true;
    while (this.again) {
      this.again = false;
      const answer = await this.ask(this.address(this.lines.at(-1)?.id ?? 0));
      if (turn !== this.turn) return;
      this.failed = answer.ok ? '' : answer.message;
      if (!answer.ok) break;
      if (answer.data.lines.length > 0) this.lines = [...this.lines, ...answer.data.lines];
      this.again ||= answer.data.lines.length === kPageLines;
    }
    this.loading = false;
  }
}

/** Follows the log of `run` as `filter` says (both reactive) while a component is there. */
export function followLog(run: () => string, filter: () => LogFilter): RunLog {
  const log = new RunLog();
  $effect(() => {
    const [of, wanted] = [run(), filter()];
    untrack(() => log.open(of, wanted));
    return () => log.close();
  });
  $effect(() => {
    if (connection.logged.run === run()) log.hear();
  });
  $effect(() => {
    if (connection.change.turn > 0) log.hear(); // events were missed, or the server is back
  });
  return log;
}

/** The lines that hold the words, whatever their case. */
export function linesWith(lines: readonly LogLine[], words: string): readonly LogLine[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter((line) => line.text.toLowerCase().includes(wanted) || line.task.toLowerCase().includes(wanted));
}

/** A text in the parts before, at and behind each place of the words; odd parts are the places. */
export function marked(text: string, words: string): string[] {
  const wanted = words.trim();
  if (wanted === '') return [text];
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.split(new RegExp(`(${escaped})`, 'i'));
}

/** Lines as plain text, for the clipboard. */
export function textOf(lines: readonly LogLine[]): string {
  return lines.map((line) => [line.at, line.level, line.task ? `${line.task}#${line.attempt}` : '-', line.text].join('\t')).join('\n');
}
