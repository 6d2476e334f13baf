import { afterEach, expect, it, vi } from 'vitest';
import { askAhead, takeAhead } from './ahead';
import { connection } from './connection.svelte';

const answered = (data: unknown): Response => new Response(JSON.stringify({ data, meta: {} }));

afterEach(() => vi.unstubAllGlobals());

it('hands over what was asked for ahead, once', async () => {
  const fetch = vi.fn(() => Promise.resolve(answered(7)));
  vi.stubGlobal('fetch', fetch);
  askAhead('/api/v1/pipelines');
  expect(await takeAhead<number>('/api/v1/pipelines')).toMatchObject({ ok: true, data: 7 });
  expect([takeAhead('/api/v1/pipelines'), takeAhead('/api/v1/runs'), fetch.mock.calls.length]).toEqual([null, null, 1]);
});

it('asks anew when something has changed since', () => {
  vi.stubGlobal('fetch', () => Promise.resolve(answered(7)));
  askAhead('/api/v1/pipelines');
  connection.change = { turn: connection.change.turn + 1, topics: null };
  expect(takeAhead('/api/v1/pipelines')).toBeNull();
});
