import { z } from 'zod';
import { jobPosting, jobStatus } from './job.ts';
import { importLogSummary } from './run.ts';
import { timestamp } from './scalars.ts';

/** A posting as answered by GET /api/jobs/:dedupeKey. Its description is hostile HTML. */
export const jobDetails = jobPosting.extend({
  createdAt: timestamp,
  updatedAt: timestamp,
  createdRunId: z.string(),
  updatedRunId: z.string().nullable(),
  /** Closed once its feed has it no more; only sources with `removeVanished` close any. */
  status: jobStatus,
  closedAt: timestamp.nullable(),
  closedRunId: z.string().nullable(),
  /** The runs themselves; null where they are not kept any more. */
  createdRun: importLogSummary.nullable(),
  updatedRun: importLogSummary.nullable(),
});

/** A posting as listed: without its description. */
export const jobSummary = jobDetails.omit({
  description: true,
  contentHash: true,
  createdRun: true,
  updatedRun: true,
});
export type JobSummary = z.infer<typeof jobSummary>;

/** The answer of GET /api/jobs. */
export const jobPage = z.object({ items: z.array(jobSummary), nextCursor: z.string().nullable() });
export type JobPage = z.infer<typeof jobPage>;
