import type { JobPosting } from '@feedflow/shared/job-posting';

/**
 * A batch is closed early at about this many characters of text, so that memory and Redis depend on the
 * number of batches and not on how long a feed's descriptions are.
 */
const MAX_BATCH_CHARACTERS = 4_000_000;
/** About what a posting's other fields come to. */
const CHARACTERS_BESIDE_DESCRIPTION = 1_000;

export interface Batcher {
  /** Puts a posting into the batch being filled. */
  add(job: JobPosting): void;
  /** The full batches so far, in order, each handed out once. */
  takeFull(): JobPosting[][];
  /** The last, unfilled batch; nothing where the last one was full. */
  takeRest(): JobPosting[][];
}

/**
 * Groups a feed's postings into batches of `batchSize`.
 */
export function createBatcher(options: { batchSize: number }): Batcher {
  let full: JobPosting[][] = [];
  let filling: JobPosting[] = [];
  let characters = 0;

  function closeBatch(): void {
    full.push(filling);
    filling = [];
    characters = 0;
  }

  return {
    add: (job) => {
      filling.push(job);
      characters += (job.description?.length ?? 0) + CHARACTERS_BESIDE_DESCRIPTION;
      if (filling.length === options.batchSize || characters >= MAX_BATCH_CHARACTERS) closeBatch();
    },
    takeFull: () => {
      const taken = full;
      full = [];
      return taken;
    },
    takeRest: () => {
      if (filling.length > 0) closeBatch();
      const taken = full;
      full = [];
      return taken;
    },
  };
}
