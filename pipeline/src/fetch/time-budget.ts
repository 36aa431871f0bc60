import { FeedflowError } from '@feedflow/shared/errors';

export interface TimeBudgetOptions {
  /** Of waiting for the server, in all. */
  totalMs: number;
  /** A body that arrives more slowly than this is given up; 0 for no such limit. */
  minBytesPerSecond: number;
  /** The time of waiting over which the speed is averaged. A body that takes less is not judged. */
  windowMs: number;
}

/**
 * The longest a server may keep us waiting in all, and the slowest it may send. Only waiting counts: while the
 * pipeline is busy, or holds the feed back, the clock stands still.
 */
export class TimeBudget {
  readonly #controller = new AbortController();
  readonly #options: TimeBudgetOptions;
  #leftMs: number;
  /** Of the current window; null until the body has begun: until then other limits hold. */
  #window: { waitedMs: number; bytes: number } | null = null;

  constructor(options: TimeBudgetOptions) {
    this.#options = options;
    this.#leftMs = options.totalMs;
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
      const waitedMs = performance.now() - startedMs;
      this.#leftMs -= waitedMs;
      // One wait does not make a window: the process itself may have been stopped meanwhile.
      if (this.#window) this.#window.waitedMs += Math.min(waitedMs, this.#options.windowMs / 2);
    }
  }

  /**
   * Waits for the next piece of a body, as it comes over the network.
   * @throws FeedflowError feed-too-slow where the pieces of the last window were too few
   */
  async receive<R extends IteratorResult<Buffer>>(piece: Promise<R>): Promise<R> {
    const result = await this.spend(piece);
    if (result.done) return result;
    this.#window ??= { waitedMs: 0, bytes: 0 };
    this.#window.bytes += result.value.length;
    if (this.#window.waitedMs >= this.#options.windowMs) this.#judge(this.#window);
    return result;
  }

  #judge({ waitedMs, bytes }: { waitedMs: number; bytes: number }): void {
    const { minBytesPerSecond } = this.#options;
    const bytesPerSecond = Math.round(bytes / (waitedMs / 1_000));
    this.#window = { waitedMs: 0, bytes: 0 };
    if (bytesPerSecond >= minBytesPerSecond) return;
    throw new FeedflowError(
      'feed-too-slow',
      `the feed came at ${bytesPerSecond} bytes a second for ${Math.round(waitedMs / 1_000)} s, which is less than the ${minBytesPerSecond} of FETCH_MIN_BYTES_PER_SECOND`,
      { details: { bytesPerSecond, minBytesPerSecond } },
    );
  }

  #expire(): void {
    const { totalMs } = this.#options;
    const message = `the feed took longer than ${totalMs} ms to arrive`;
    this.#controller.abort(
      new FeedflowError('feed-timeout', message, { details: { totalTimeoutMs: totalMs } }),
    );
  }
}
