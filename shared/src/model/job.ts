import { z } from 'zod';
import type { JobField } from './job-fields.ts';
import type { StoredValues } from './normalized-values.ts';
import { timestamp } from './scalars.ts';

export const salary = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** ISO 4217 code as the feed gave it, upper case. */
  currency: z.string().max(10).nullable(),
  /** hour, day, week, month or year; null where the feed does not say. */
  period: z.enum(['hour', 'day', 'week', 'month', 'year']).nullable(),
  /** The text of the feed. */
  text: z.string().max(500).nullable(),
});

/**
 * One job in Feedflow's own shape: what every feed dialect is turned into, what travels in a
 * batch payload (dates as ISO strings there) and what is stored in `jobs`.
 */
export const jobPosting = z.object({
  /** sha1 of sourceUrl and the record's identity, 40 hex digits: see `pipeline/src/identity`. */
  dedupeKey: z.string().regex(/^[0-9a-f]{40}$/),
  sourceUrl: z.string(),
  sourceName: z.string(),
  externalId: z.string().max(1000).nullable(),
  title: z.string().min(1).max(1000),
  jobUrl: z.string().max(4000).nullable(),
  applyUrl: z.string().max(4000).nullable(),
  company: z.string().max(500).nullable(),
  location: z.string().max(1000).nullable(),
  region: z.string().max(500).nullable(),
  country: z.string().max(200).nullable(),
  /** True or false only where the feed says so. */
  remote: z.boolean().nullable(),
  jobType: z.string().max(500).nullable(),
  categories: z.array(z.string().max(500)).max(100),
  salary: salary.nullable(),
  /** As the feed gave it: hostile HTML wherever it is shown. */
  description: z.string().nullable(),
  publishedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  /** sha1 over the fields above and the adapter's version, 40 hex digits. */
  contentHash: z.string().regex(/^[0-9a-f]{40}$/),
});

export type JobFields = Pick<JobPosting, JobField>;

/** What a feed names a job by. */
export type JobName = Pick<JobPosting, 'externalId' | 'jobUrl'>;

export type JobPosting = z.infer<typeof jobPosting>;
export type Salary = z.infer<typeof salary>;

export const jobStatus = z.enum(['open', 'closed']);
export type JobStatus = z.infer<typeof jobStatus>;

/**
 * Why a job was closed: its feed no longer lists it or deletes it by name, its source was deleted, its expiry date is
 * past, it was not written for as many days as its source says, or the filter of its source skips its record.
 */
export const closeReason = z.enum([
  'not-in-feed',
  'deleted-by-feed',
  'source-deleted',
  'expired',
  'too-old',
  'excluded',
]);
export type CloseReason = z.infer<typeof closeReason>;
/** Reasons for which a job may be closed while its feed lists it: it is not missing. */
export const DUE_REASONS = ['expired', 'too-old'] as const satisfies readonly CloseReason[];
export type DueReason = (typeof DUE_REASONS)[number];

/** A job as kept in the `jobs` collection. */
export interface StoredJob extends JobPosting {
  /** What its texts mean. Absent in jobs that an earlier version wrote last. */
  normalized?: StoredValues;
  createdAt: Date;
  /** When a run last inserted, changed, closed or reopened it. */
  updatedAt: Date;
  /** The run that inserted it, and the run that last changed or reopened it: what makes counters exact on replay. */
  createdRunId: string;
  updatedRunId: string | null;
  /** When it is closed, its source says: see `Closing`. */
  status: JobStatus;
  closedAt: Date | null;
  /** The run that closed it; null if none did. */
  closedRunId: string | null;
  // Absent in jobs that no run has closed or reopened, or only one of an earlier version.
  closeReason?: CloseReason | null;
  /** While it is closed: what `updatedAt` was before. */
  changedAt?: Date;
  reopenedAt?: Date;
  /** The run that found it in the feed again. */
  reopenedRunId?: string;
  /** How it had been closed before it was reopened. */
  closedBefore?: JobClosing;
}

/** When a job was closed, by which run, and why; null where an earlier version closed it. */
export interface JobClosing {
  at: Date;
  runId: string;
  reason: CloseReason | null;
}
