/// The service worker: keeps the pages of one version, so that they open without the server. It
/// never answers for /api; the last answers are the page's own to keep.
export {};

declare const self: ServiceWorkerGlobalScope;

/** The version, then its files: put in place by the build (scripts/precache.ts). */
const [kVersion = '', ...kFiles] = '__SEOHAK_PRECACHE__'.split(' ');
const kCache = `seohak-${kVersion}`;
const kShell = '/index.html';
/** A server that does not answer a page within this is taken for gone. */
const kLongestWaitMs = 4000;

/** Keeps a file as this server gives it; a redirect (to log in) is not the file. */
async function keep(cache: Cache, path: string): Promise<void> {
  const answer = await fetch(path, { cache: path === kShell ? 'reload' : 'default' });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  await cache.put(path, answer);
}

async function install(): Promise<void> {
  const cache = await caches.open(kCache);
  await Promise.all(kFiles.map((path) => keep(cache, path)));
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('seohak-') && name !== kCache).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A file whose name carries its hash: the same for ever. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(kCache);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** The server's page; the kept one when it is gone. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(kShell, { cacheName: kCache });
  if (!kept) return fetch(request);
  const late = new Promise<Response>((done) => { setTimeout(() => done(kept), kLongestWaitMs); });
  return Promise.race([fetch(request).catch(() => kept), late]);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(dropOthers()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return;
  if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
});

/** A page asks whether this version is newer than the one it runs, or lets it take over. */
self.addEventListener('message', (event) => {
  const asked = event.data as { entry?: string; take?: boolean };
  if (asked.take || (asked.entry !== undefined && kFiles.includes(asked.entry))) void self.skipWaiting();
  else event.ports[0]?.postMessage('newer');
});
