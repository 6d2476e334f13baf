import { describe, expect, it } from 'vitest';
import { allRows } from './all_rows';

/** A server of `count` rows that notes what it was asked. */
function server(count: number) {
  const asked: string[] = [];
  const fetcher = (url: string): Promise<Response> => {
    asked.push(url);
    const query = new URL(url, 'http://localhost').searchParams;
    const from = Number(query.get('offset') ?? 0);
    const to = Math.min(count, from + Number(query.get('limit')));
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
    return Promise.resolve(Response.json({ data: { rows }, meta: {} }));
  };
  return { asked, fetcher };
}

const list = { path: '/issues', query: { kind: 'stale' }, rows: (data: { rows: number[] }) => data.rows, page: 3 };

describe('allRows', () => {
  it('asks page after page until one is not full', async () => {
    const { asked, fetcher } = server(7);
    expect(await allRows(list, 'en', fetcher)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(asked).toEqual(['/api/v1/issues?kind=stale&limit=3&lang=en', '/api/v1/issues?kind=stale&limit=3&offset=3&lang=en',
      '/api/v1/issues?kind=stale&limit=3&offset=6&lang=en']);
  });

  it('ends on an empty page when the last one was full', async () => {
    expect(await allRows(list, 'ko', server(3).fetcher)).toEqual([0, 1, 2]);
  });

  it('says what the server said', async () => {
    const refuse = (): Promise<Response> => Promise.resolve(
      Response.json({ error: { code: 'unavailable', message: 'the warehouse is held' } }, { status: 503 }));
    await expect(allRows(list, 'en', refuse)).rejects.toThrow('the warehouse is held');
  });
});
