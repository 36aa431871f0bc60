import { z } from 'zod';
import { fieldChanges } from './field-changes.ts';
import { closeReason, jobPosting, jobStatus } from './job.ts';
import { normalizedValues } from './normalized-values.ts';
import { importLogSummary } from './run.ts';
import { count, timestamp } from './scalars.ts';

/** A job as stored, without what only its own page needs. */
const jobState = z.object({
  createdAt: timestamp,
  /** When a run last inserted, changed, closed or reopened it. */
  updatedAt: timestamp,
  /** When a run last changed or reopened it; null if none did. */
  changedAt: timestamp.nullable(),
  createdRunId: z.string(),
  /** The run that last changed or reopened it. */
  updatedRunId: z.string().nullable(),
  status: jobStatus,
  closedAt: timestamp.nullable(),
  closedRunId: z.string().nullable(),
  /** Why it is closed; null while it is open, and where an earlier version closed it. */
  closeReason: closeReason.nullable(),
  /** When a run last found it in the feed again after it was closed, and which run. */
  reopenedAt: timestamp.nullable(),
  reopenedRunId: z.string().nullable(),
  normalized: normalizedValues.describe('What its texts mean, beside them.'),
});

/** One thing that happened to a job. */
const jobHistoryEntry = z.object({
  /** `expired` means that its expiresAt is past while its source keeps it open. */
  event: z.enum(['imported', 'changed', 'closed', 'reopened', 'expired']),
  at: timestamp,
  /** Why it was closed, where that is known. */
  reason: closeReason.nullable(),
  /**
   * Of `changed` and `reopened`: the old and new values of fields, long texts as excerpts; null where they are not
   * kept.
   */
  changes: fieldChanges.shape.changes.nullable(),
  /** The run that did it; null for `expired`. */
  runId: z.string().nullable(),
  /** That run; null where it is not stored any more. */
  run: importLogSummary.nullable(),
});

/** A job as returned by GET /api/jobs/:dedupeKey. Its description is hostile HTML. */
export const jobDetails = jobPosting.extend({
  ...jobState.shape,
  /** The runs themselves; null where they are not stored any more. */
  createdRun: importLogSummary.nullable(),
  updatedRun: importLogSummary.nullable(),
  /** What happened to the job, the latest last. */
  history: z.array(jobHistoryEntry),
});
export type JobHistoryEntry = z.infer<typeof jobHistoryEntry>;

/** A job as exported: all that is stored of it, without its runs. */
export const exportedJob = jobDetails.omit({ createdRun: true, updatedRun: true, history: true });
export type ExportedJob = z.infer<typeof exportedJob>;

/** A job as listed: without its description. */
export const jobSummary = exportedJob.omit({ description: true, contentHash: true });
export type JobSummary = z.infer<typeof jobSummary>;

/** A job that a run would have closed, had it not been too many at once. */
const heldJob = jobSummary
  .pick({ dedupeKey: true, title: true, company: true, location: true, publishedAt: true })
  .extend({
    /** Why it would be closed. */
    reason: closeReason,
  });

/** The response of GET /api/import-logs/:runId/held-jobs: the first of them, and how many there are. */
export const heldJobs = z.object({ items: z.array(heldJob), total: count });
export type HeldJobs = z.infer<typeof heldJobs>;

/** The response of GET /api/jobs. */
export const jobPage = z.object({ items: z.array(jobSummary), nextCursor: z.string().nullable() });
export type JobPage = z.infer<typeof jobPage>;

/** The response of GET /api/jobs/count. */
export const jobCount = z.object({
  count: z.int().nonnegative(),
  /** False if there are more: they are not counted any further. */
  exact: z.boolean(),
});
export type JobCount = z.infer<typeof jobCount>;
