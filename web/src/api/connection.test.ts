import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from './client';
import { answers, Connection, type Server } from './connection.svelte';
import type { EventName, Source } from './event_stream';
import type { Status } from './types';

/** A stream that the test speaks through. */
class FakeSource implements Source {
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(readonly address: string) {}

  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(name: EventName | 'error', data: unknown = {}, lastEventId = ''): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data), lastEventId } as MessageEvent<string>);
  }
}

class FakeServer implements Server {
  up = true;
  /** The reader has no session. */
  closed = false;
  status: Status = { version: '1', profile: 'live', clock: null, as_of: { fear_greed: null, exchange_rate: null },
    running: false, login: false, event: 'b-0' };
  runs: unknown = [];
  asked: string[] = [];
  sources: FakeSource[] = [];
  restarts = 0;

  get<T>(address: string): Promise<Answer<T>> {
    this.asked.push(address);
    if (!this.up) return Promise.resolve({ ok: false, kind: 'network', code: 'network', message: 'gone' });
    if (this.closed) return Promise.resolve({ ok: false, kind: 'login', code: 'unauthorized', message: 'log in first' });
    const data = (address.includes('/runs') ? this.runs : { ...this.status }) as T;
    return Promise.resolve({ ok: true, data, meta: { as_of: null, profile: 'live', sources: [], follows: [] } });
  }

  connect = (address: string): Source => {
    const source = new FakeSource(address);
    this.sources.push(source);
    return source;
  };

  restart(): void {
    this.restarts += 1;
  }

  get source(): FakeSource {
    return this.sources.at(-1) as FakeSource;
  }
}

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('Connection', () => {
  let server: FakeServer;
  let connection: Connection;
  let page: FakePage;
  let network: EventTarget;
  const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  const topics = (): string[] | null => (connection.change.topics ? [...connection.change.topics].sort() : null);

  beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse('2026-04-13T20:20:14Z') });
    server = new FakeServer();
    connection = new Connection(server);
    page = new FakePage();
    network = new EventTarget();
    connection.follow(page as unknown as Document, network as unknown as Window);
    await connection.check();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks for the password when the session is over, and forgets what it kept', async () => {
    const meta = { as_of: null, profile: 'live', sources: [], follows: [] };
    answers.keep('/api/v1/movers', { data: [1], meta, at: Date.now() });
    server.closed = true;
    server.source.say('error');
    await passed(0);
    expect([connection.denied, connection.lost, connection.status]).toEqual([true, false, null]);
    expect(answers.here('/api/v1/movers')).toBeNull();
    const asked = server.asked.length;
    await passed(600_000);
    expect(server.asked.length).toBe(asked);
    server.closed = false;
    await connection.check();
    expect(connection.denied).toBe(false);
    expect(server.source.closed).toBe(false);
  });

  it('opens a stream behind what the first answers hold', () => {
    expect(server.sources.map((each) => each.address)).toEqual(['/api/v1/events?after=b-0']);
    expect(connection.lost).toBe(false);
    expect(connection.change.turn).toBe(0);
  });

  it('tells which tables changed, many writes at once', async () => {
    server.source.say('ready', {}, 'b-0');
    server.source.say('data', { version: 1, tables: ['raw_data.a', 'meta.load'] }, 'b-1');
    server.source.say('data', { version: 2, tables: ['raw_data.b'] }, 'b-2');
    await passed(299);
    expect(connection.change.turn).toBe(0);
    await passed(1);
    expect(topics()).toEqual(['meta.load', 'raw_data.a', 'raw_data.b']);
    server.source.say('data', { version: 3, tables: ['raw_data.c'] }, 'b-3');
    await passed(999);
    expect(connection.change.turn).toBe(1);
    await passed(1);
    expect(topics()).toEqual(['raw_data.c']);
    expect(connection.news).toBe(2);
  });

  it('loads everything again when events were missed', () => {
    server.source.say('reload', {}, 'b-9');
    expect(connection.change).toEqual({ turn: 1, topics: null });
    expect(connection.news).toBe(0);
  });

  it('opens the stream again when only that broke, behind the last event', async () => {
    server.source.say('data', { tables: [] }, 'b-7');
    server.source.say('error');
    await passed(0);
    expect(server.sources[0]?.closed).toBe(true);
    expect(server.source.address).toBe('/api/v1/events?after=b-7');
    expect(connection.lost).toBe(false);
    expect(connection.change.turn).toBe(0);
  });

  it('says at once that the server is gone, counts down, and catches up', async () => {
    server.source.say('beat');
    await passed(5_000);
    server.up = false;
    server.source.say('error');
    await passed(0);
    expect([connection.lost, connection.wait]).toEqual([true, 3]);
    expect(new Date(connection.received ?? 0).toISOString()).toBe('2026-04-13T20:20:14.000Z');
    await passed(1_000);
    expect(connection.wait).toBe(2);
    await passed(2_000);
    expect([connection.lost, connection.wait]).toEqual([true, 5]);
    server.up = true;
    server.status.event = 'c-4';
    await passed(5_000);
    expect(connection.lost).toBe(false);
    expect(connection.change).toEqual({ turn: 1, topics: null });
    expect(server.source.address).toBe('/api/v1/events?after=c-4');
  });

  it('waits longer each time, a minute at most, and tries at once when asked', async () => {
    server.up = false;
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      await connection.check();
      waits.push(connection.wait);
    }
    expect(waits).toEqual([3, 5, 8, 15, 30, 60, 60, 60]);
    server.up = true;
    await connection.check();
    expect(connection.lost).toBe(false);
    server.up = false;
    await connection.check();
    expect(connection.wait).toBe(3);
  });

  it('takes one failing request for a doubt, not for a loss', async () => {
    connection.doubt();
    await passed(0);
    expect(connection.lost).toBe(false);
    server.up = false;
    connection.doubt();
    connection.doubt();
    await passed(0);
    connection.doubt();
    await passed(0);
    expect([connection.lost, connection.wait]).toEqual([true, 3]);
  });

  it('takes silence for a broken stream', async () => {
    server.source.say('ready');
    for (let beat = 0; beat < 4; beat += 1) {
      await passed(15_000);
      server.source.say('beat');
    }
    expect(server.sources.length).toBe(1);
    await passed(40_000);
    expect(server.sources.length).toBe(2);
  });

  it('polls behind a proxy that keeps events back, and tries the stream again later', async () => {
    await passed(30_000); // three streams without a word
    expect(server.sources.length).toBe(3);
    expect(server.source.closed).toBe(true);
    const asked = server.asked.length;
    await passed(15_000);
    expect(server.asked.length).toBe(asked + 1);
    expect(connection.change.turn).toBe(0);
    server.status.event = 'b-5';
    await passed(15_000);
    expect(connection.change).toEqual({ turn: 1, topics: null });
    await passed(15_000);
    expect(connection.change.turn).toBe(1);
    await passed(540_000);
    expect(server.sources.length).toBe(4);
    server.source.say('ready', {}, 'b-5');
    await passed(20_000);
    expect(server.source.closed).toBe(false);
  });

  it('lets go while hidden and catches up when seen', async () => {
    server.source.say('data', { tables: ['raw_data.a'] }, 'b-1');
    page.turn('hidden');
    expect(server.source.closed).toBe(true);
    await passed(3_600_000);
    expect(server.sources.length).toBe(1);
    page.turn('visible');
    await passed(0);
    expect(server.source.address).toBe('/api/v1/events?after=b-1');
  });

  it('does not count down while hidden', async () => {
    server.up = false;
    page.turn('hidden');
    await connection.check();
    const asked = server.asked.length;
    await passed(3_600_000);
    expect(server.asked.length).toBe(asked);
    server.up = true;
    page.turn('visible');
    await passed(0);
    expect(connection.lost).toBe(false);
  });

  it('follows the network’s own word', async () => {
    network.dispatchEvent(new Event('offline'));
    expect(connection.lost).toBe(true);
    network.dispatchEvent(new Event('online'));
    await passed(0);
    expect(connection.lost).toBe(false);
  });

  it('follows runs, also one that began before', async () => {
    server.status.running = true;
    server.runs = [{ run: 'r1', pipeline: 'fx', state: 'running', tasks: [{ task: 'a', state: 'done' }, { task: 'b', state: 'running' }] },
      { run: 'r0', pipeline: 'fx', state: 'done', tasks: [] }];
    await connection.check();
    await passed(0);
    expect(connection.runs).toEqual([{ run: 'r1', pipeline: 'fx', done: 1, total: 2, task: 'b', taskDone: 0, taskTotal: 0 }]);
    server.source.say('task', { event: 'progress', run: 'r1', pipeline: 'fx', task: 'b', done: 3, total: 9 });
    expect(connection.runs[0]).toMatchObject({ task: 'b', taskDone: 3, taskTotal: 9 });
    await passed(2_000);
    expect(connection.change.turn).toBe(0);
    server.status.running = false;
    server.source.say('run', { event: 'run_ended', run: 'r1', pipeline: 'fx', state: 'done' });
    expect(connection.running).toBe(true);
    await passed(300);
    expect(topics()).toEqual(['runs']);
    expect(connection.running).toBe(false);
  });

  it('starts anew when another profile answers', async () => {
    server.status.profile = 'recorded';
    await connection.check();
    expect(server.restarts).toBe(1);
  });
});
