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

/** Groups a feed's jobs into batches of `batchSize`. */
export function createBatcher(options: { batchSize: number }): Batcher {
  let full: PackedJobs[] = [];
  const filling = new JobPacker();

  function takeFull(): PackedJobs[] {
    const taken = full;
    full = [];
    return taken;
  }

  return {
    add: (job) => {
      filling.add(job);
      if (filling.records === options.batchSize || filling.bytes >= MAX_BATCH_BYTES)
        full.push(filling.take());
    },
    takeFull,
    takeRest: () => {
      if (filling.records > 0) full.push(filling.take());
      return takeFull();
    },
  };
}
