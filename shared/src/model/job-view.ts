import { z } from 'zod';
import { jobPosting, jobStatus } from './job.ts';
import { importLogSummary } from './run.ts';
import { timestamp } from './scalars.ts';

/** A job as returned by GET /api/jobs/:dedupeKey. Its description is hostile HTML. */
export const jobDetails = jobPosting.extend({
  createdAt: timestamp,
  updatedAt: timestamp,
  createdRunId: z.string(),
  updatedRunId: z.string().nullable(),
  /** Closed once it is no longer in the feed; only sources with `removeVanished` close jobs. */
  status: jobStatus,
  closedAt: timestamp.nullable(),
  closedRunId: z.string().nullable(),
  /** The runs themselves; null where they are not kept any more. */
  createdRun: importLogSummary.nullable(),
  updatedRun: importLogSummary.nullable(),
});

/** A job as listed: without its description. */
export const jobSummary = jobDetails.omit({
  description: true,
  contentHash: true,
  createdRun: true,
  updatedRun: true,
});
export type JobSummary = z.infer<typeof jobSummary>;

/** The response of GET /api/jobs. */
export const jobPage = z.object({ items: z.array(jobSummary), nextCursor: z.string().nullable() });
export type JobPage = z.infer<typeof jobPage>;
