/// The open stream of /api/v1/events, watched for silence.
import { kApi } from './client';

/** What an EventSource offers here. */
export interface Source {
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface StreamHandlers {
  /** An event of ours and its data, which is JSON. */
  onEvent(name: EventName, data: unknown, id: string): void;
  /** The stream broke, was refused, or fell silent; it is closed. */
  onEnd(): void;
}

export const kEventNames = ['ready', 'reload', 'data', 'run', 'task', 'log', 'runs', 'beat'] as const;
export type EventName = (typeof kEventNames)[number];

/** A server that answers says `ready` at once; a proxy that keeps events back does not. */
const kFirstMs = 10_000;
/** The server breaks a silence every 15 s. */
const kSilenceMs = 40_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export class EventStream {
  private source: Source | null = null;
  private silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly handlers: StreamHandlers,
    private readonly connect: (address: string) => Source = (address) => new EventSource(address),
  ) {}

  /** Opens behind the event `after`, in place of what was open. */
  open(after: string): void {
    this.close();
    const source = this.connect(`${kApi}/events?${new URLSearchParams({ after }).toString()}`);
    this.source = source;
    for (const name of kEventNames) {
      source.addEventListener(name, (event) => {
        if (this.source !== source) return;
        this.expectWithin(kSilenceMs);
        this.handlers.onEvent(name, parse(event.data), event.lastEventId);
      });
    }
    // The browser would try again by itself, but never tell how long it waits.
    source.addEventListener('error', () => {
      if (this.source === source) this.end();
    });
    this.expectWithin(kFirstMs);
  }

  close(): void {
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }

  get isOpen(): boolean {
    return this.source !== null;
  }

  private expectWithin(ms: number): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(), ms);
  }

  private end(): void {
    this.close();
    this.handlers.onEnd();
  }
}
