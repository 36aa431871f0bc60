import type { Job } from 'bullmq';

/** Children looked at in one round trip. */
const CHILDREN_PER_TRIP = 1_000;

/**
 * The batches of a run that wait in Redis, or are being written, with the bytes that each takes there. Between two
 * looks it takes all that were added for waiting, so that looking is rarely needed.
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

  /** Asks Redis which of them have ended. */
  async refresh(): Promise<void> {
    if (this.#sizes.size === 0) return;
    const before = new Set(this.#sizes.keys());
    for (let cursor = 0; ; ) {
      const { unprocessed = [], nextUnprocessedCursor = 0 } = await this.#parent.getDependencies({
        unprocessed: { cursor, count: CHILDREN_PER_TRIP },
      });
      // A key is prefix:queue:id, and ids have no colons.
      for (const key of unprocessed) before.delete(key.slice(key.lastIndexOf(':') + 1));
      cursor = nextUnprocessedCursor;
      if (cursor === 0) break;
    }
    for (const id of before) {
      this.#bytes -= this.#sizes.get(id) ?? 0;
      this.#sizes.delete(id);
    }
  }
}
