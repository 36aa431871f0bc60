import type { Job } from 'bullmq';
import { stepIdOf } from '../step-id.ts';

/** Children read in one round trip. */
const CHILDREN_PER_TRIP = 1_000;

/**
 * The batches of a run that wait in Redis, or are being written, with the bytes that each takes there. Batches that
 * have ended since the last `refresh` still count, so that a refresh is rarely needed.
 */
export class PendingBatches {
  readonly #parent: Job;
  /** Bytes by batch id. */
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  /** @param parent the run's finalize-run job */
  constructor(parent: Job) {
    this.#parent = parent;
  }

  get count(): number {
    return this.#sizes.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(batchId: string, bytes: number): void {
    this.#bytes += bytes - (this.#sizes.get(batchId) ?? 0);
    this.#sizes.set(batchId, bytes);
  }

  /** Removes the batches that have ended, according to Redis. */
  async refresh(): Promise<void> {
    if (this.#sizes.size === 0) return;
    const before = new Set(this.#sizes.keys());
    for (let cursor = 0; ; ) {
      const { unprocessed = [], nextUnprocessedCursor = 0 } = await this.#parent.getDependencies({
        unprocessed: { cursor, count: CHILDREN_PER_TRIP },
      });
      for (const key of unprocessed) before.delete(stepIdOf(key));
      cursor = nextUnprocessedCursor;
      if (cursor === 0) break;
    }
    for (const id of before) {
      this.#bytes -= this.#sizes.get(id) ?? 0;
      this.#sizes.delete(id);
    }
  }
}
