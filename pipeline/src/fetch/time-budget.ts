import { FeedflowError } from '@feedflow/shared/errors';
import { durationLabel } from '@feedflow/shared/model/duration-label';

export interface TimeBudgetOptions {
  /** The total time of waiting for the server. */
  totalMs: number;
  /** A body that arrives more slowly fails; 0 for no limit. */
  minBytesPerSecond: number;
  /** The time of waiting over which the speed is averaged. The speed of a shorter body is not checked. */
  windowMs: number;
}

/**
 * Limits the total time of waiting for a server, and the speed of its body. Only waiting counts: while the pipeline
 * is busy, or applies back pressure, the time does not pass.
 *
 * States: before the first body (`#window` is null) only the total time is limited; then the speed is checked at the
 * end of each window. The bodies of several pages count as one: the waits for their headers are not part of it.
 */
export class TimeBudget {
  readonly #controller = new AbortController();
  readonly #options: TimeBudgetOptions;
  #leftMs: number;
  /** The current window; null before the body. */
  #window: { waitedMs: number; bytes: number } | null = null;

  constructor(options: TimeBudgetOptions) {
    this.#options = options;
    this.#leftMs = options.totalMs;
  }

  /** Aborted, with a FeedflowError feed-timeout, when the time has passed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async spend<T>(waiting: Promise<T>): Promise<T> {
    return (await this.#wait(waiting)).result;
  }

  async #wait<T>(waiting: Promise<T>): Promise<{ result: T; waitedMs: number }> {
    const startedMs = performance.now();
    const timer = setTimeout(() => this.#expire(), Math.max(1, Math.ceil(this.#leftMs)));
    try {
      const result = await waiting;
      return { result, waitedMs: performance.now() - startedMs };
    } finally {
      clearTimeout(timer);
      this.#leftMs -= performance.now() - startedMs;
    }
  }

  /**
   * Waits for the next piece of a body, as it arrives from the network.
   * @throws FeedflowError feed-too-slow if too few bytes arrived in the last window
   */
  async receive<R extends IteratorResult<Buffer>>(piece: Promise<R>): Promise<R> {
    const { result, waitedMs } = await this.#wait(piece);
    if (result.done) return result;
    // The wait for the first piece is not part of the first window.
    if (this.#window === null) this.#window = { waitedMs: 0, bytes: 0 };
    // A single wait never fills a window: the process itself may have been stopped during it.
    else this.#window.waitedMs += Math.min(waitedMs, this.#options.windowMs / 2);
    this.#window.bytes += result.value.length;
    if (this.#window.waitedMs >= this.#options.windowMs) this.#checkSpeed(this.#window);
    return result;
  }

  #checkSpeed({ waitedMs, bytes }: { waitedMs: number; bytes: number }): void {
    const { minBytesPerSecond } = this.#options;
    const bytesPerSecond = Math.round(bytes / (waitedMs / 1_000));
    this.#window = { waitedMs: 0, bytes: 0 };
    if (bytesPerSecond >= minBytesPerSecond) return;
    throw new FeedflowError(
      'feed-too-slow',
      `the feed arrived at ${bytesPerSecond} bytes per second for ${Math.round(waitedMs / 1_000)} s, less than the ${minBytesPerSecond} of FETCH_MIN_BYTES_PER_SECOND`,
      { details: { bytesPerSecond, minBytesPerSecond } },
    );
  }

  #expire(): void {
    const { totalMs } = this.#options;
    const message = `the feed took longer than ${durationLabel(totalMs)} to arrive`;
    this.#controller.abort(
      new FeedflowError('feed-timeout', message, { details: { totalTimeoutMs: totalMs } }),
    );
  }
}
