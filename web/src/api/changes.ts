/// Gathers what changed, so that many writes in a row make pages load once a second at most.

/** What may have changed; `topics` null: everything. */
export interface Change { turn: number; topics: ReadonlySet<string> | null }

const kGatherMs = 300;
const kBetweenMs = 1_000;

export class Changes {
  private topics = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -kBetweenMs;

  constructor(private readonly tell: (topics: ReadonlySet<string> | null) => void) {}

  /** Tells of these topics soon. */
  note(topics: readonly string[]): void {
    for (const topic of topics) this.topics.add(topic);
    if (this.topics.size === 0 || this.timer !== undefined) return;
    const wait = Math.max(kGatherMs, this.last + kBetweenMs - performance.now());
    this.timer = setTimeout(() => this.flush(), wait);
  }

  /** Tells at once that everything may have changed. */
  all(): void {
    this.forget();
    this.tell(null);
  }

  private flush(): void {
    const topics = this.topics;
    this.forget();
    this.tell(topics);
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.topics = new Set();
    this.last = performance.now();
  }
}
