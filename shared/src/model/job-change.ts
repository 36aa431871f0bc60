import { z } from 'zod';
import { jobDetails } from './job-view.ts';
import { timestamp } from './scalars.ts';

const jobChangeType = z.enum(['new', 'updated', 'closed', 'reopened', 'expired']);

/** The latest change of a job, with the job as it is now. */
export const jobChange = z.object({
  /** What the last write did. A reader that does not know the job yet may see any of them first. */
  type: jobChangeType,
  /** When the change was committed. */
  at: timestamp,
  /** The run that wrote it; null if none did: a source was renamed or deleted, or jobs got other keys. */
  runId: z.string().nullable(),
  dedupeKey: z.string(),
  /** Of `updated` and `reopened`: the fields that changed; null where that is not known. */
  changed: z.array(z.string()).nullable(),
  /** Its description is hostile HTML. Null if it is not stored any more, or has another key now. */
  job: jobDetails.omit({ createdRun: true, updatedRun: true, history: true }).nullable(),
  /** To go on after this change. */
  cursor: z.string(),
});
export type JobChange = z.infer<typeof jobChange>;

/** The response of GET /api/changes. */
export const jobChangePage = z.object({ items: z.array(jobChange), nextCursor: z.string() });
