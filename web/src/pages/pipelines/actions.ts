/// What may be done to pipelines and runs.
import { addressOf, postJson, type Answer } from '../../api/client';
import { connection } from '../../api/connection.svelte';
import { prefs } from '../../prefs.svelte';
import { p } from './text';

async function post<T>(path: string, body: Readonly<Record<string, unknown>>): Promise<Answer<T>> {
  const answer = await postJson<T>(addressOf(path), body, prefs.lang);
  if (!answer.ok && answer.kind === 'login') connection.deny();
  if (!answer.ok && answer.kind === 'network') connection.doubt();
  return answer;
}

interface Started { run: string }

/** Days of a run or backfill, both ends included; null: as the command without days. */
export type Days = { from: string; to: string } | null;

export interface Order {
  kind: 'run' | 'backfill';
  from?: string;
  /** The day behind the last. */
  to?: string;
  parallel?: number;
  oldest_first?: boolean;
  restart?: boolean;
}

export const start = (pipeline: string, order: Order): Promise<Answer<Started>> =>
  post(`/pipelines/${encodeURIComponent(pipeline)}/runs`, { ...order });

export const setPaused = (pipeline: string, paused: boolean): Promise<Answer<unknown>> =>
  post(`/pipelines/${encodeURIComponent(pipeline)}/pause`, { paused });

export const cancel = (run: string, tasks: readonly string[]): Promise<Answer<Started>> =>
  post(`/runs/${encodeURIComponent(run)}/cancel`, tasks.length > 0 ? { tasks } : {});

export const again = (run: string, tasks: readonly string[], only: boolean): Promise<Answer<Started>> =>
  post(`/runs/${encodeURIComponent(run)}/again`, tasks.length > 0 ? { tasks, only } : {});

export const mark = (run: string, task: string, state: 'done' | 'failed' | 'skipped'): Promise<Answer<Started>> =>
  post(`/runs/${encodeURIComponent(run)}/mark`, { tasks: [task], state });

/** Why it was not done, in words; "" when it was. */
export function whyNot(answer: Answer<unknown>): string {
  if (answer.ok) return '';
  return answer.kind === 'network' ? p('act_network') : p('act_failed', { message: answer.message });
}
