import type { JobPosting } from '@feedflow/shared/model/job';
import { JobPacker, type PackedJobs } from '@feedflow/shared/queues/packed-jobs';

/**
 * A batch ends early at this many bytes, so that the use of memory and Redis depends on the number of batches and not
 * on the length of descriptions.
 */
const MAX_BATCH_BYTES = 4_000_000;

export interface Batcher {
  /** Adds a job to the current batch. */
  add(job: JobPosting): void;
  /** Returns and removes the full batches, in order. */
  takeFull(): PackedJobs[];
  /** The same with the last batch, full or not. */
  takeRest(): PackedJobs[];
}

/**
 * A batch is at most a sixth of the records before it, where that is more than `batchSize`. So a feed that is large
 * needs few batches, and in a feed of any size the last one is small beside what the workers share already.
 */
const GROWTH_SHARE = 6;

/** Groups a feed's jobs into batches of `batchSize`, which grow up to `maxBatchSize` once the feed proves large. */
export function createBatcher(options: { batchSize: number; maxBatchSize: number }): Batcher {
  const { batchSize, maxBatchSize } = options;
  let full: PackedJobs[] = [];
  let recordsBefore = 0;
  let size = batchSize;
  const filling = new JobPacker();

  function endBatch(): void {
    recordsBefore += filling.records;
    size = Math.min(maxBatchSize, Math.max(batchSize, Math.floor(recordsBefore / GROWTH_SHARE)));
    full.push(filling.take());
  }

  function takeFull(): PackedJobs[] {
    const taken = full;
    full = [];
    return taken;
  }

  return {
    add: (job) => {
      filling.add(job);
      if (filling.records >= size || filling.bytes >= MAX_BATCH_BYTES) endBatch();
    },
    takeFull,
    takeRest: () => {
      if (filling.records > 0) endBatch();
      return takeFull();
    },
  };
}
