import type { JobPosting } from '@feedflow/shared/job-posting';
import type { JobWrite, KnownJob } from '@feedflow/shared/mongo/jobs';

export type Outcome = 'newJobs' | 'updatedJobs' | 'unchangedJobs';

export interface Classified {
  outcome: Outcome;
  /** The write it takes; null for none. */
  write: JobWrite['kind'] | null;
}

/**
 * What a posting is to the run, and what to do about it.
 *
 * A batch may run twice (a worker died between the write and its report), so a posting that this very run
 * created or updated counts as new or updated again: the second pass gives the same totals as the first.
 */
export function classify(job: JobPosting, known: KnownJob | undefined, runId: string): Classified {
  if (!known) return { outcome: 'newJobs', write: 'insert' };
  const write = known.contentHash === job.contentHash ? null : 'update';
  if (known.createdRunId === runId) return { outcome: 'newJobs', write };
  if (known.updatedRunId === runId) return { outcome: 'updatedJobs', write };
  return write ? { outcome: 'updatedJobs', write } : { outcome: 'unchangedJobs', write };
}
