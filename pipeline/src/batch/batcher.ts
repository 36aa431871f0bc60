import type { JobPosting } from '@feedflow/shared/model/job';
import { type PackedPostings, PostingPacker } from '@feedflow/shared/queues/packed-postings';

/**
 * A batch is closed early at this many bytes, so that memory and Redis depend on the number of batches and
 * not on how long a feed's descriptions are.
 */
const MAX_BATCH_BYTES = 4_000_000;

export interface Batcher {
  /** Puts a posting into the batch being filled. */
  add(job: JobPosting): void;
  /** The full batches so far, in order, each handed out once. */
  takeFull(): PackedPostings[];
  /** The last, unfilled batch; nothing where the last one was full. */
  takeRest(): PackedPostings[];
}

/**
 * Groups a feed's postings into batches of `batchSize`.
 */
export function createBatcher(options: { batchSize: number }): Batcher {
  let full: PackedPostings[] = [];
  const filling = new PostingPacker();

  function takeFull(): PackedPostings[] {
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
