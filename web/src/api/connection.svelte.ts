/// Watches the server: its events, its status, whether it answers and lets in, and what changed.
import { prefs } from '../prefs.svelte';
import { remember, remembered } from '../storage';
import { Answers, IndexedDisk } from './answers';
import { Changes, type Change } from './changes';
import { addressOf, getJson, type Answer } from './client';
import { EventStream, type EventName, type Source } from './event_stream';
import { after, isRunEvent, underWay, type LiveRun } from './live_runs';
import type { Run, Status } from './types';

const kPollSeconds = 15;
const kRetrySeconds = [3, 5, 8, 15, 30, 60] as const;
/** A stream that fails this often in a row, while the server answers, is given up for some polls. */
const kMostFailures = 3;
const kPollsBetweenStreams = 40;
const kLongestAnswerMs = 10_000;

/** What the connection asks for; tests have their own. */
export interface Server {
  get<T>(address: string): Promise<Answer<T>>;
  connect?: (address: string) => Source;
  /** Starts the page anew. */
  restart(): void;
}

const kServer: Server = {
  get: (address) => getJson(address, prefs.lang, AbortSignal.timeout(kLongestAnswerMs)),
  restart: () => location.reload(),
};

/** Answers kept by pages of this build; a script's address holds its hash. */
export const answers = new Answers(new IndexedDisk(), new URL(import.meta.url).pathname, remembered('profile') ?? '');

export class Connection {
  status = $state.raw<Status | null>(null);
  lost = $state(false);
  /** The server asks for the password. */
  denied = $state(false);
  /** Seconds until the next try while lost. */
  wait = $state(0);
  /** When something was last received, in ms; of what is shown, before anything was. */
  received = $state<number | null>(null);
  /** What may have changed; resources load again. */
  change = $state.raw<Change>({ turn: 0, topics: null });
  /** Grows with every change that an event told of. */
  news = $state(0);
  /** Grows with each word of a run's log or tasks; `run` is the one it was about. */
  logged = $state.raw<{ turn: number; run: string }>({ turn: 0, run: '' });
  /** Runs under way. */
  runs = $state.raw<readonly LiveRun[]>([]);

  private tries = 0;
  private failures = 0;
  private polls = 0;
  private checks = 0;
  /** The newest event that what is shown holds; empty: not known. */
  private event = '';
  private hidden = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changes = new Changes((topics) => this.changed(topics));
  private readonly stream: EventStream;

  constructor(private readonly server: Server = kServer) {
    this.stream = new EventStream({ onEvent: (...event) => this.hear(...event), onEnd: () => this.ended() },
      server.connect);
  }

  /** The clock's instant: the recording's, or now. */
  get now(): string {
    return this.status?.clock ?? new Date().toISOString();
  }

  /** The reader's present in ms, as of when the server was last heard or tried. */
  get seen(): number {
    void this.wait;
    void this.received;
    return Date.now();
  }

  /** Whether a pipeline is under way. */
  get running(): boolean {
    return this.runs.length > 0 || (this.status?.running ?? false);
  }

  /** Follows the page: a hidden one lets its connection go, and catches up when it is seen again. */
  follow(page: Document, network: Window): void {
    this.hidden = page.visibilityState === 'hidden';
    page.addEventListener('visibilitychange', () => {
      this.hidden = page.visibilityState === 'hidden';
      if (this.hidden) this.rest();
      else void this.check();
    });
    network.addEventListener('online', () => void this.check());
    network.addEventListener('offline', () => this.fail());
  }

  /** Asks for the status, and goes on from there: events, polls, or tries. */
  async check(): Promise<void> {
    clearTimeout(this.timer);
    this.checks += 1;
    const check = this.checks;
    const answer = await this.server.get<Status>(addressOf('/status'));
    if (check !== this.checks) return; // a later one goes on
    if (answer.ok) this.found(answer.data);
    else if (answer.kind === 'login') this.deny();
    else if (answer.kind === 'network' || this.lost) this.fail();
    else this.later(kPollSeconds);
  }

  private found(status: Status): void {
    const behind = this.event !== '' && this.event !== status.event;
    const wasLost = this.lost;
    this.lost = false;
    this.denied = false;
    this.tries = 0;
    this.take(status);
    if (wasLost || (behind && this.isPolling)) {
      this.event = status.event;
      this.changes.all();
    }
    this.event ||= status.event;
    if (!this.hidden) this.listen();
  }

  /** The status as of now. */
  private take(status: Status): void {
    this.received = Date.now();
    this.status = status;
    remember('profile', status.profile);
    if (answers.use(status.profile)) this.server.restart();
    if (!status.running) this.runs = [];
    else if (this.runs.length === 0) void this.findRuns();
  }

  private get isPolling(): boolean {
    return this.failures >= kMostFailures;
  }

  /** Opens the stream, or polls while it does not work. */
  private listen(): void {
    if (this.isPolling) {
      this.polls += 1;
      if (this.polls % kPollsBetweenStreams !== 0) return this.later(kPollSeconds);
    }
    this.stream.open(this.event);
  }

  private hear(name: EventName, data: unknown, id: string): void {
    this.received = Date.now();
    if (id) this.event = id;
    if (name === 'ready') this.failures = 0;
    if (name === 'reload') {
      this.changes.all();
      void this.refresh();
    }
    if (name === 'data') this.changes.note(tablesOf(data));
    if (name === 'runs') this.changes.note(['runs']);
    if (name === 'run' || name === 'task' || name === 'log') this.hearOfRun(data);
  }

  private hearOfRun(data: unknown): void {
    if (!isRunEvent(data)) return;
    if (data.event !== 'progress') this.logged = { turn: this.logged.turn + 1, run: data.run };
    if (data.event !== 'log') {
      this.runs = after(this.runs, data);
      if (data.event !== 'progress') this.changes.note(['runs']);
    }
  }

  /** The stream ended: is it only the stream? */
  private ended(): void {
    this.failures += 1;
    void this.check();
  }

  private changed(topics: ReadonlySet<string> | null): void {
    this.change = { turn: this.change.turn + 1, topics };
    if (topics === null) return;
    this.news += 1;
    void this.refresh();
  }

  private async refresh(): Promise<void> {
    const answer = await this.server.get<Status>(addressOf('/status'));
    if (answer.ok && !this.lost) this.take(answer.data);
  }

  private async findRuns(): Promise<void> {
    const answer = await this.server.get<Run[]>(addressOf('/runs', { limit: '20' }));
    if (answer.ok && this.runs.length === 0) this.runs = underWay(answer.data);
  }

  /** A request got no answer at all: is the server gone? */
  doubt(): void {
    if (!this.lost) void this.check();
  }

  /** What an earlier page received at that instant is shown. */
  recalled(at: number): void {
    if (this.status === null) this.received = Math.min(this.received ?? at, at);
  }

  private fail(): void {
    this.checks += 1;
    this.stream.close();
    this.lost = true;
    this.failures = 0;
    this.wait = kRetrySeconds[Math.min(this.tries, kRetrySeconds.length - 1)] ?? kPollSeconds;
    this.tries += 1;
    if (!this.hidden) this.countDown();
  }

  private rest(): void {
    this.checks += 1;
    this.stream.close();
    clearTimeout(this.timer);
  }

  /** There is no session, or no longer: nothing is asked until there is one, and what this browser
   * keeps is forgotten, as the owner may have ended it from elsewhere. */
  deny(): void {
    this.rest();
    void answers.forget();
    this.status = null;
    this.lost = false;
    this.denied = true;
  }

  private later(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), seconds * 1000);
  }

  private countDown(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.wait -= 1;
      if (this.wait > 0) this.countDown();
      else void this.check();
    }, 1000);
  }
}

function tablesOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('tables' in data) || !Array.isArray(data.tables)) return [];
  return data.tables.filter((each): each is string => typeof each === 'string');
}

export const connection = new Connection();
