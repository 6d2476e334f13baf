/// Speaks to /api/v1 and says in one type how an answer ended.
import type { Lang } from '../i18n/index';
import type { Meta } from './types';

export const kApi = '/api/v1';

/** `missing`: nothing stored yet. `refused`: the server said no. `shape`: not our answer. */
export type FailureKind = 'missing' | 'refused' | 'network' | 'shape';

export interface Failure { ok: false; kind: FailureKind; code: string; message: string }
export interface Success<T> { ok: true; data: T; meta: Meta }
export type Answer<T> = Success<T> | Failure;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The address of a resource with its query, for requests and for people. */
export function addressOf(path: string, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${kApi}${path}?${text}` : `${kApi}${path}`;
}

function failure(kind: FailureKind, code: string, message: string): Failure {
  return { ok: false, kind, code, message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function readMeta(value: unknown): Meta {
  const meta = isRecord(value) ? value : {};
  return {
    as_of: typeof meta['as_of'] === 'string' ? meta['as_of'] : null,
    profile: typeof meta['profile'] === 'string' ? meta['profile'] : 'live',
    sources: textsOf(meta['sources']),
    follows: textsOf(meta['follows']),
  };
}

function readFailure(status: number, body: unknown): Failure {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const code = typeof error['code'] === 'string' ? error['code'] : `http_${status}`;
  const message = typeof error['message'] === 'string' ? error['message'] : `HTTP ${status}`;
  return failure(status === 404 && code === 'not_found' ? 'missing' : 'refused', code, message);
}

/**
 * Gets one resource. Never throws, except for the AbortError of `signal`.
 * The browser revalidates with the ETag by itself (Cache-Control: no-cache).
 */
export async function getJson<T>(
  address: string, lang: Lang, signal: AbortSignal | null = null, fetcher: Fetch = fetch,
): Promise<Answer<T>> {
  const url = `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`;
  let response: Response;
  try {
    response = await fetcher(url, { headers: { Accept: 'application/json' }, signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return failure('network', 'network', error instanceof Error ? error.message : String(error));
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) return readFailure(response.status, body);
  if (!isRecord(body) || !('data' in body)) return failure('shape', 'shape', 'no "data" in the answer');
  return { ok: true, data: body['data'] as T, meta: readMeta(body['meta']) };
}
