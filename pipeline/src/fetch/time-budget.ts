import { FeedflowError } from '@feedflow/shared/errors';

/**
 * The longest a server may keep us waiting in all. Only waiting counts: while the pipeline is busy, or
 * holds the feed back, the clock stands still.
 */
export class TimeBudget {
  readonly #controller = new AbortController();
  readonly #totalMs: number;
  #leftMs: number;

  constructor(totalMs: number) {
    this.#totalMs = totalMs;
    this.#leftMs = totalMs;
  }

  /** Aborted, with a FeedflowError feed-timeout, when the time is used up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async spend<T>(waiting: Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const timer = setTimeout(() => this.#expire(), Math.max(1, Math.ceil(this.#leftMs)));
    try {
      return await waiting;
    } finally {
      clearTimeout(timer);
      this.#leftMs -= performance.now() - startedMs;
    }
  }

  #expire(): void {
    const message = `the feed took longer than ${this.#totalMs} ms to arrive`;
    this.#controller.abort(
      new FeedflowError('feed-timeout', message, { details: { totalTimeoutMs: this.#totalMs } }),
    );
  }
}
