/// Whole lists, also those that the API tells in pages.
import type { Lang } from '../i18n/index';
import { addressOf, getJson, type Fetch } from './client';

export interface List<T, R> {
  path: string;
  query?: Readonly<Record<string, string>>;
  /** The rows of one answer. */
  rows: (data: T) => readonly R[];
  /** The most rows that one answer may hold. */
  page: number;
}

/** Every row of the list, in its order. Rejects with the server's words when a page is refused. */
export async function allRows<T, R>({ path, query, rows, page }: List<T, R>, lang: Lang, fetcher: Fetch = fetch): Promise<R[]> {
  const all: R[] = [];
  for (;;) {
    const part = { ...query, limit: String(page), ...(all.length > 0 ? { offset: String(all.length) } : {}) };
    const answer = await getJson<T>(addressOf(path, part), lang, null, fetcher);
    if (!answer.ok) throw new Error(answer.message);
    const found = rows(answer.data);
    all.push(...found);
    if (found.length < page) return all;
  }
}
