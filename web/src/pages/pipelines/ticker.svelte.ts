/// The present, to the second, while something on the page shows it.

class Ticker {
  private at = $state(Date.now());
  private users = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Now in ms, renewed each second; call where effects run or components render. */
  get now(): number {
    return this.at;
  }

  /** Runs while a component is there; call while it is set up. */
  readonly use = (): void => {
    $effect(() => {
      if (this.users === 0) this.start();
      this.users += 1;
      return () => {
        this.users -= 1;
        if (this.users === 0) clearInterval(this.timer);
      };
    });
  };

  private start(): void {
    this.at = Date.now();
    this.timer = setInterval(() => (this.at = Date.now()), 1000);
  }
}

export const ticker = new Ticker();
