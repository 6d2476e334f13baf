/// The runs of a grid, the newest first: the first page as it changes, and older ones as they are asked for.
import { addressOf, getJson } from '../../api/client';
import type { GridRun, RunGridPage } from '../../api/types';
import { prefs } from '../../prefs.svelte';

export const kPageRuns = 60;

/** The address of a page of a pipeline's grid. */
export function gridAddress(pipeline: string, filter: Readonly<Record<string, string>>, before = ''): string {
  const query = { ...filter, limit: String(kPageRuns), ...(before ? { before } : {}) };
  return addressOf(`/pipelines/${encodeURIComponent(pipeline)}/grid`, query);
}

/** The runs of both lists, each once, as the newer list tells it, the newest first. */
export function joined(newer: readonly GridRun[], known: readonly GridRun[]): GridRun[] {
  const runs = new Map([...known, ...newer].map((run) => [run.run, run]));
  return [...runs.values()].sort((a, b) => (a.run < b.run ? 1 : -1));
}

export class GridRuns {
  runs = $state.raw<readonly GridRun[]>([]);
  tasks = $state.raw<readonly string[]>([]);
  /** The older page is under way. */
  loading = $state(false);
  failed = $state(false);
  /** There are no older runs. */
  ended = $state(false);

  private older: string | null = null;
  private from = '';

  /** Takes the first page of `address`; of another address, or of other tasks, it begins anew. */
  take(address: string, page: RunGridPage): void {
    const same = address === this.from && page.tasks.join(' ') === this.tasks.join(' ');
    this.from = address;
    this.tasks = page.tasks;
    this.runs = same ? joined(page.runs, this.runs) : page.runs;
    if (same) return;
    this.older = page.older;
    this.ended = page.older === null;
    this.failed = false;
    this.loading = false;
  }

  /** Asks for the next older page, of the grid whose pages `address` tells. */
  async more(address: (before: string) => string): Promise<void> {
    if (this.loading || this.older === null) return;
    const { from } = this;
    this.loading = true;
    const answer = await getJson<RunGridPage>(address(this.older), prefs.lang);
    if (from !== this.from) return;
    this.loading = false;
    this.failed = !answer.ok;
    if (!answer.ok) return;
    this.runs = joined(answer.data.runs, this.runs);
    this.older = answer.data.older;
    this.ended = answer.data.older === null;
  }
}
