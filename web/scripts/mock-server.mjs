// Serves web/dist and /api/v1 answers computed from web/testdata, on loopback only:
//   node scripts/mock-server.mjs [--port N] [--live]   (port 0, the default, is a free one; live: not recorded)
// Prints the address when it is ready and stops on SIGTERM or SIGINT.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fearGreedAnswers } from './mock/fear_greed.mjs';
import { fxAnswers } from './mock/fx.mjs';
import { quarantine, sources } from './mock/operations.mjs';
import { pipelineWorld } from './mock/pipelines.mjs';

const kRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json' };
const kEvent = 'mock-0';
const kFxFetched = '2026-04-13T15:56:22Z';

const read = (name) => readFileSync(join(kRoot, 'testdata', name), 'utf8');
const csv = (name) => read(name).trim().split(/\r?\n/).map((line) => line.split(','));

function load() {
  const data = {
    cnn: JSON.parse(read('cnn.json')),
    backfill: csv('fear-greed-2011-2026.csv').slice(1).map(([day, score]) => [day, Number(score)]),
    ecb: csv('ecb.csv'),
    eximbank: csv('usdkrw-2024.csv').slice(1).map(([, , rate, day]) => [day, Number(rate)]),
  };
  return { fearGreed: fearGreedAnswers(data), fx: fxAnswers(data, kFxFetched) };
}

function status({ fearGreed, fx, live }) {
  return { version: '0.1.0-mock', profile: live ? 'live' : 'recorded', clock: live ? null : '2026-04-14T00:00:00Z',
    as_of: { fear_greed: fearGreed.last, exchange_rate: fx.last }, running: false, login: false, event: kEvent };
}

const found = (data, sourcesOf, as_of) => ({ status: 200,
  body: { data, meta: { as_of, profile: 'recorded', sources: sourcesOf, follows: [] } } });
const failed = (code, statusCode, message) => ({ status: statusCode,
  body: { error: { code, message } } });

function fxAnswer({ fx }, path, query) {
  if (path === '/fx/currencies') return found(fx.list, ['ecb', 'eximbank'], kFxFetched);
  const [, currency, part] = /^\/fx\/([A-Z]{3})(?:\/(\w+))?$/.exec(path) ?? [];
  const answers = fx.currencies.get(currency);
  if (!answers) return failed('not_found', 404, `no rates of ${currency}: run "seohak run exchange_rate"`);
  if (part === 'monthly') return found(answers.monthly(Number(query.get('months') ?? 13)), ['ecb'], kFxFetched);
  if (part === 'sources') return found(answers.sources(), ['eximbank', 'ecb'], kFxFetched);
  return found({ currency, ...answers.trend(query.get('range') ?? '1y') }, ['ecb'], kFxFetched);
}

function answer(made, path, query) {
  const fixed = { '/status': () => status(made), '/sources': () => sources, '/quarantine': () => quarantine };
  if (fixed[path]) return found(fixed[path](), [], kFxFetched);
  if (path.startsWith('/fx/')) return fxAnswer(made, path, query);
  const ofRuns = made.pipelines.answer(path, query);
  if (ofRuns) return ofRuns;
  const { answers, as_of } = made.fearGreed;
  if (answers[path]) return found(answers[path](query), ['cnn'], as_of);
  return failed('not_found', 404, `no such resource: ${path}`);
}

function sendJson(request, response, { status: code, body }) {
  const bytes = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
  if (code === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ETag: etag, 'Cache-Control': 'no-cache' }).end();
    return;
  }
  response.writeHead(code, { 'Content-Type': 'application/json', ETag: etag, 'Cache-Control': 'no-cache' });
  response.end(bytes);
}

/** The open streams; each is told what `publish` is given. */
class Streams {
  open = new Set();
  number = 0;
  add(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`event: ready\nid: ${kEvent}\ndata: {}\n\n`);
    this.open.add(response);
    response.on('close', () => this.open.delete(response));
  }
  publish(name, data) {
    this.number += 1;
    for (const each of this.open) each.write(`event: ${name}\nid: mock-${this.number}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

async function takeBody(made, request, response, path) {
  const parts = [];
  for await (const part of request) parts.push(part);
  sendJson(request, response, made.pipelines.take(path, JSON.parse(Buffer.concat(parts).toString())));
}

/** A strict policy here shows early whether the page could live under one. */
const kPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function sendFile(response, path) {
  const file = join(kRoot, 'dist', normalize(path));
  const known = path.startsWith('/assets/') && existsSync(file) && statSync(file).isFile();
  if (path.startsWith('/assets/') && !known) {
    response.writeHead(404).end('not found');
    return;
  }
  const sent = known ? file : join(kRoot, 'dist', 'index.html');
  response.writeHead(200, { 'Content-Type': kTypes[extname(sent)] ?? 'application/octet-stream',
    'Content-Security-Policy': kPolicy,
    'Cache-Control': known ? 'public, max-age=31536000, immutable' : 'no-cache' });
  response.end(readFileSync(sent));
}

/** Starts the server; resolves to `{ url, close, pipelines, publish }`. `world`: see pipelineWorld; `live`: not recorded. */
export async function startMock(port = 0, { live = false, ...world } = {}) {
  const streams = new Streams();
  const publish = (name, data) => streams.publish(name, data);
  const kRecordedNow = Date.parse('2026-04-14T00:00:00Z');
  const made = { ...load(), live, pipelines: pipelineWorld({ scheduled: live, now: live ? Date.now() : kRecordedNow, ...world, publish }) };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/api/')) return sendFile(response, pathname);
    if (pathname === '/api/v1/events') return streams.add(response);
    if (request.method === 'POST') return takeBody(made, request, response, pathname.replace('/api/v1', ''));
    return sendJson(request, response, answer(made, pathname.replace('/api/v1', ''), searchParams));
  });
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, publish, pipelines: made.pipelines, close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--port');
  const mock = await startMock(at > 0 ? Number(process.argv[at + 1]) : 0, { live: process.argv.includes('--live') });
  console.log(mock.url);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => mock.close());
}
