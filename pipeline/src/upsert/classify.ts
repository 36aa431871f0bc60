import { type DueClosing, isPast, oldestKept } from '@feedflow/shared/model/closing';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { KnownJob } from '@feedflow/shared/mongo/jobs/jobs';

export type Outcome = 'newJobs' | 'updatedJobs' | 'unchangedJobs';

export interface Classified {
  outcome: Outcome;
  /** Whether it must be written: inserted if it is not stored, else updated. */
  needsWrite: boolean;
  /**
   * Whether it is closed once it is written, since its expiry date is past; `still` if it was closed for that before.
   */
  expired: boolean | 'still';
}

/** For what reasons a job may be closed that its feed lists, and the time of the decision. */
export type DueRules = DueClosing & { at: Date };

/**
 * The outcome of a job for the run, and whether to write it.
 *
 * A batch may be processed twice (a worker died between the write and its report), so a job that this very run
 * created or updated counts as new or updated again: the second pass gives the same totals as the first.
 *
 * A closed job that is listed is reopened, unless it is due: then it stays closed. An open job that is unchanged is not
 * closed here, even if it is due: most unchanged jobs are never looked at, so that is left to the scheduler.
 *
 * An expiry date that is left out of the comparison is kept up to date by an update now and then.
 */
export function classify(
  job: JobPosting,
  known: KnownJob | undefined,
  runId: string,
  rules: DueRules,
): Classified {
  const isExpired = rules.expired && isPast(job.expiresAt, rules.at);
  if (!known) return { outcome: 'newJobs', needsWrite: true, expired: isExpired };
  const isChanged = known.contentHash !== job.contentHash;
  const isClosed = known.status === 'closed';
  const wasExpired = isClosed && known.closeReason === 'expired';
  const staysClosed = isExpired ? wasExpired : isClosed && isTooOld(known, rules);
  const needsWrite =
    isChanged || (isClosed ? !staysClosed : isOutdated(known.expiresAt, job.expiresAt, rules.at));
  const expired = isExpired && wasExpired ? 'still' : isExpired;
  if (known.createdRunId === runId) return { outcome: 'newJobs', needsWrite, expired };
  if (known.updatedRunId === runId || needsWrite) return { outcome: 'updatedJobs', needsWrite, expired };
  return { outcome: 'unchangedJobs', needsWrite, expired };
}

/**
 * Whether the stored expiry date is further from that of the feed than half of the time that is left: so it does not
 * pass while the feed extends it, and a job whose date is extended at every fetch is written a few times only.
 */
function isOutdated(stored: Date | null, read: Date | null, now: Date): boolean {
  if (!stored || !read) return stored !== read;
  const leftMs = read.getTime() - now.getTime();
  return leftMs > 0 && Math.abs(read.getTime() - stored.getTime()) > leftMs / 2;
}

/** Whether a job was closed as too old, and is. Closed, it keeps the time of its last change as `changedAt`. */
function isTooOld({ closeReason, changedAt }: KnownJob, { afterDays, at }: DueRules): boolean {
  const oldest = oldestKept({ afterDays }, at);
  return closeReason === 'too-old' && oldest !== null && changedAt !== undefined && changedAt <= oldest;
}
