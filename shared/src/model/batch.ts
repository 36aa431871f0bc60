import { z } from 'zod';
import { failureSample, failureTotals, namedError } from './run.ts';
import { count, positiveCount, timestamp } from './scalars.ts';

export const batchStatus = z.enum(['waiting', 'running', 'completed', 'failed', 'cancelled']);
export type BatchStatus = z.infer<typeof batchStatus>;

/** What one batch did, in records: newJobs + updatedJobs + unchangedJobs + failedJobs = records once it ended. */
export const batchCounters = z.object({
  newJobs: count,
  updatedJobs: count,
  unchangedJobs: count,
  failedJobs: count,
});
export type BatchCounters = z.infer<typeof batchCounters>;

export const noBatchCounters: Readonly<BatchCounters> = Object.freeze({
  newJobs: 0,
  updatedJobs: 0,
  unchangedJobs: 0,
  failedJobs: 0,
});

/** One upsert-batch of a run, as kept in `import_batches` and shown in the run's tree. */
export const importBatch = batchCounters.extend({
  /** The BullMQ job id. */
  batchId: z.string(),
  runId: z.string(),
  attempt: positiveCount,
  fetchAttempt: positiveCount,
  batchIndex: count,
  /** True once a later attempt has taken over the batch: it is kept for reference and no longer counts. */
  superseded: z.boolean(),
  status: batchStatus,
  /** Records handed to this batch. */
  records: count,
  enqueuedAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  durationMs: count.nullable(),
  /** How many times a worker has begun it. */
  tries: count,
  worker: z.string().nullable(),
  error: namedError.nullable(),
  failures: z.array(failureSample),
  failureTotals,
});
export type Batch = z.infer<typeof importBatch>;

/** The response of GET /api/import-logs/:runId/batches, in batch order; `counts` covers the whole run. */
export const importBatchPage = z.object({
  items: z.array(importBatch),
  nextCursor: z.string().nullable(),
  counts: z.record(batchStatus, count),
});
export type BatchPage = z.infer<typeof importBatchPage>;

/** What one attempt made of a batch. */
const batchAttempt = importBatch.omit({ batchId: true, runId: true, batchIndex: true, failures: true });

/** The response of GET /api/import-logs/:runId/batches/:batchIndex. */
export const batchDetails = importBatch.extend({
  /** Every attempt that had this batch, this one too, oldest first. */
  attempts: z.array(batchAttempt),
});
export type BatchDetails = z.infer<typeof batchDetails>;
