import type { JobPosting, StoredJob } from '../../model/job.ts';
import type { JobSummary } from '../../model/job-view.ts';
import { valuesFrom } from '../../model/normalized-values.ts';

type State = Omit<JobSummary, keyof JobPosting>;
type StoredState = Omit<StoredJob, keyof JobPosting>;

/** The state of a stored job, whichever version of Feedflow wrote it. */
export function stateOf(job: StoredState): State {
  const { createdAt, updatedAt, createdRunId, updatedRunId } = job;
  const isClosed = job.status === 'closed';
  const closedAt = isClosed ? job.closedAt : null;
  // Earlier versions change neither updatedAt nor closeReason and changedAt when they close a job.
  const stampedAt = [closedAt?.getTime(), isClosed ? job.changedAt?.getTime() : undefined];
  const isStamped = closedAt !== null && stampedAt.includes(updatedAt.getTime());
  const changedAt = isStamped ? (job.changedAt ?? updatedAt) : updatedAt;
  return {
    createdAt,
    updatedAt,
    changedAt: updatedRunId === null ? null : changedAt,
    createdRunId,
    updatedRunId,
    status: isClosed ? 'closed' : 'open',
    closedAt,
    closedRunId: isClosed ? job.closedRunId : null,
    closeReason: isStamped ? (job.closeReason ?? null) : null,
    reopenedAt: job.reopenedAt ?? null,
    reopenedRunId: job.reopenedRunId ?? null,
    normalized: valuesFrom(job.normalized),
  };
}
