import { setTimeout as sleep } from 'node:timers/promises';

interface Host {
  active: number;
  lastStartMs: number;
  waiting: Array<() => void>;
}

/** Keeps the feeds of one host from being read all at once: so many at a time, so long between two starts. */
export class HostPacer {
  readonly #concurrency: number;
  readonly #delayMs: number;
  readonly #hosts = new Map<string, Host>();

  constructor(options: { concurrency: number; delayMs: number }) {
    this.#concurrency = options.concurrency;
    this.#delayMs = options.delayMs;
  }

  /**
   * Waits for a turn at `hostname`; the function it returns ends the turn and may be called twice.
   * @throws the reason of `signal` when that is aborted first
   */
  async take(hostname: string, signal: AbortSignal | undefined): Promise<() => void> {
    const host = this.#hosts.get(hostname) ?? { active: 0, lastStartMs: -Infinity, waiting: [] };
    this.#hosts.set(hostname, host);
    if (host.active >= this.#concurrency) await this.#queue(host, signal);
    else host.active++;
    const release = this.#releaser(hostname, host);
    try {
      const start = Math.max(performance.now(), host.lastStartMs + this.#delayMs);
      host.lastStartMs = start;
      const wait = start - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal });
      signal?.throwIfAborted();
    } catch (error) {
      release();
      throw signal?.aborted ? signal.reason : error;
    }
    return release;
  }

  /** Resolves when a turn was handed on; the count of active ones stays as it is. */
  #queue(host: Host, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        host.waiting = host.waiting.filter((waiter) => waiter !== go);
        reject(signal?.reason);
      };
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      signal?.addEventListener('abort', giveUp, { once: true });
      host.waiting.push(go);
    });
  }

  #releaser(hostname: string, host: Host): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = host.waiting.shift();
      if (next) {
        next();
        return;
      }
      host.active--;
      const idleMs = performance.now() - host.lastStartMs;
      if (host.active === 0 && idleMs >= this.#delayMs) this.#hosts.delete(hostname);
    };
  }
}
