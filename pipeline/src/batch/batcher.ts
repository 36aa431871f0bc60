import type { JobPosting } from '@feedflow/shared/job-posting';
import { createKeySet } from './key-set.ts';

export interface Batcher {
  /** Puts a posting into the batch being filled; false where its key came before in this feed. */
  add(job: JobPosting): boolean;
  /** The full batches so far, in order, each handed out once. */
  takeFull(): JobPosting[][];
  /** The last, unfilled batch; nothing where the feed's size was a multiple of the batch size. */
  takeRest(): JobPosting[][];
}

/**
 * Groups a feed's postings into batches of `batchSize`. The first posting with a key wins; the key set
 * spans the whole feed, so a repeat is found however far apart the two stand.
 */
export function createBatcher(options: { batchSize: number }): Batcher {
  const seen = createKeySet();
  let full: JobPosting[][] = [];
  let filling: JobPosting[] = [];

  return {
    add: (job) => {
      if (!seen.add(job.dedupeKey)) return false;
      filling.push(job);
      if (filling.length === options.batchSize) {
        full.push(filling);
        filling = [];
      }
      return true;
    },
    takeFull: () => {
      const taken = full;
      full = [];
      return taken;
    },
    takeRest: () => {
      const taken = filling.length > 0 ? [filling] : [];
      filling = [];
      return taken;
    },
  };
}
