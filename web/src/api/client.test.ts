import { describe, expect, it } from 'vitest';
import { addressOf, getJson, type Fetch } from './client';

function answering(status: number, body: unknown): Fetch {
  return () => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
}

describe('addressOf', () => {
  it('writes the query', () => {
    expect(addressOf('/fx/USD', { range: '1y' })).toBe('/api/v1/fx/USD?range=1y');
    expect(addressOf('/runs')).toBe('/api/v1/runs');
  });
});

describe('getJson', () => {
  it('asks in the reader’s language, after a query too', async () => {
    const asked: string[] = [];
    const fetcher: Fetch = (url) => {
      asked.push(url);
      return Promise.resolve(new Response('{"data":[],"meta":{}}'));
    };
    await getJson('/api/v1/runs', 'ko', null, fetcher);
    await getJson('/api/v1/fx/USD?range=1y', 'en', null, fetcher);
    expect(asked).toEqual(['/api/v1/runs?lang=ko', '/api/v1/fx/USD?range=1y&lang=en']);
  });

  it('gives data and meta', async () => {
    const meta = { as_of: '2026-05-01T23:04:19Z', profile: 'recorded', sources: ['cnn'], follows: ['raw_data.a'] };
    const answer = await getJson<number[]>('/x', 'ko', null, answering(200, { data: [1], meta }));
    expect(answer).toEqual({ ok: true, data: [1], meta });
  });

  it('tells nothing stored from a refusal', async () => {
    const missing = { error: { code: 'not_found', message: 'run "seohak run fear_greed"' } };
    expect(await getJson('/x', 'ko', null, answering(404, missing))).toEqual({
      ok: false, kind: 'missing', code: 'not_found', message: 'run "seohak run fear_greed"' });
    const down = { error: { code: 'unavailable', message: 'the warehouse is held' } };
    expect(await getJson('/x', 'ko', null, answering(503, down))).toMatchObject({ kind: 'refused', code: 'unavailable' });
  });

  it('survives an answer that is not ours', async () => {
    expect(await getJson('/x', 'ko', null, answering(502, '<html>'))).toMatchObject({ kind: 'refused', code: 'http_502' });
    expect(await getJson('/x', 'ko', null, answering(200, '<html>'))).toMatchObject({ kind: 'shape' });
    expect(await getJson('/x', 'ko', null, answering(200, { rows: [] }))).toMatchObject({ kind: 'shape' });
  });

  it('says when nothing answers', async () => {
    const fetcher: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await getJson('/x', 'ko', null, fetcher)).toMatchObject({ ok: false, kind: 'network' });
  });

  it('passes an abort on', async () => {
    const fetcher: Fetch = () => Promise.reject(new DOMException('gone', 'AbortError'));
    await expect(getJson('/x', 'ko', null, fetcher)).rejects.toThrow('gone');
  });
});
