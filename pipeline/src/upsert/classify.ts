import type { JobPosting } from '@feedflow/shared/model/job';
import type { KnownJob } from '@feedflow/shared/mongo/jobs/jobs';

export type Outcome = 'newJobs' | 'updatedJobs' | 'unchangedJobs';

export interface Classified {
  outcome: Outcome;
  /** Whether it must be written: inserted if it is not stored, else updated. */
  needsWrite: boolean;
}

/**
 * The outcome of a job for the run, and whether to write it.
 *
 * A batch may be processed twice (a worker died between the write and its report), so a job that this very run
 * created or updated counts as new or updated again: the second pass gives the same totals as the first.
 */
export function classify(job: JobPosting, known: KnownJob | undefined, runId: string): Classified {
  if (!known) return { outcome: 'newJobs', needsWrite: true };
  const needsWrite = known.contentHash !== job.contentHash || known.status === 'closed';
  if (known.createdRunId === runId) return { outcome: 'newJobs', needsWrite };
  if (known.updatedRunId === runId || needsWrite) return { outcome: 'updatedJobs', needsWrite };
  return { outcome: 'unchangedJobs', needsWrite };
}
