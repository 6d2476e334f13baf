/// Registers the service worker, and says when a newer version of the pages waits.

const kAskAgainMs = 60 * 60 * 1000;

class Installed {
  /** A newer version is there; a reload shows it. */
  newer = $state(false);

  private waiting: ServiceWorker | null = null;

  /**
   * `entry` is the path of the script that this page runs. Does nothing where the browser allows no
   * service worker: without HTTPS on any host but this machine.
   */
  async start(entry: string): Promise<void> {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
    if (!registration) return;
    if (registration.waiting) this.compare(registration.waiting, entry);
    registration.addEventListener('updatefound', () => {
      const found = registration.installing;
      found?.addEventListener('statechange', () => {
        if (found.state === 'installed' && navigator.serviceWorker.controller) this.compare(found, entry);
      });
    });
    const ask = (): void => void registration.update().catch(() => undefined); // the server may be gone
    setInterval(ask, kAskAgainMs);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') ask();
    });
  }

  /** Lets the newer version take over, and shows it. */
  readonly reload = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.waiting?.postMessage({ take: true });
  };

  /** A worker of the very version that this page runs takes over by itself. */
  private compare(worker: ServiceWorker, entry: string): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      this.waiting = worker;
      this.newer = true;
    };
    worker.postMessage({ entry }, [port2]);
  }
}

export const installed = new Installed();
