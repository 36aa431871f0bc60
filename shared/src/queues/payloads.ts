import { z } from 'zod';
import { errorMessage } from '../errors.ts';
import type { BatchCounters } from '../model/batch.ts';
import type { FailureTotals } from '../model/run.ts';
import { count, positiveCount } from '../model/scalars.ts';
import { valueMaps } from '../values/value-maps.ts';
import { unpackJobs } from './packed-jobs.ts';

const runRef = { runId: z.string(), attempt: positiveCount };

export const finalizeRunPayload = z.object({
  ...runRef,
  sourceName: z.string(),
  sourceUrl: z.string(),
  /** False for an attempt that runs failed batches again without reading the feed. Absent in the first jobs. */
  readsFeed: z.boolean().default(true),
});
export type FinalizeRunPayload = z.infer<typeof finalizeRunPayload>;

export const fetchFeedPayload = z.object({
  ...runRef,
  sourceName: z.string(),
  sourceUrl: z.string(),
  /** Records per batch, and attempts at each: fixed at the start of the run. */
  batchSize: positiveCount,
  /** What batches grow to in a large feed. Absent in jobs of earlier versions: their batches do not grow. */
  maxBatchSize: positiveCount.optional(),
  batchAttempts: positiveCount,
  /** Reads all of the feed, whatever is known of it. Absent in jobs of earlier versions. */
  full: z.boolean().default(false),
});
export type FetchFeedPayload = z.infer<typeof fetchFeedPayload>;

/** Reads the kept jobs of failed batches back and adds them to the tree of a re-run. */
export const requeueBatchesPayload = z.object({
  ...runRef,
  sourceName: z.string(),
  sourceUrl: z.string(),
  batchAttempts: positiveCount,
  /** Which batches, by index; null for all that failed. */
  batches: z.array(count).nullable(),
});
export type RequeueBatchesPayload = z.infer<typeof requeueBatchesPayload>;

/** upsert-batch validates each of `jobs`, so that one invalid job fails alone. */
export const upsertBatchPayload = z.object({
  ...runRef,
  fetchAttempt: positiveCount,
  sourceName: z.string(),
  sourceUrl: z.string(),
  batchIndex: count,
  /** The source had no jobs when its feed was read: they are inserted without looking for them first. */
  expectNew: z.boolean().default(false),
  /** For what reasons jobs are closed that the feed lists: as the source says. Absent in jobs of earlier versions. */
  closing: z
    .object({ expired: z.boolean(), afterDays: z.number().nullable() })
    .default({ expired: false, afterDays: null }),
  /** The value maps of the source. Absent where it has none. */
  values: valueMaps.optional().catch(undefined),
  /** Packed, or as an array in jobs of earlier versions. */
  jobs: z.union([z.string(), z.array(z.unknown())]).transform(unpacked),
});
export type UpsertBatchPayload = z.infer<typeof upsertBatchPayload>;
/** As stored in the queue. */
export type QueuedBatch = z.input<typeof upsertBatchPayload>;

function unpacked(jobs: string | unknown[], context: z.RefinementCtx): unknown[] {
  if (typeof jobs !== 'string') return jobs;
  try {
    return unpackJobs(jobs);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `its jobs cannot be unpacked: ${errorMessage(error)}` });
    return z.NEVER;
  }
}

/** The run and batch of a step, as far as its data names them. */
export const jobContext = z
  .object({ ...runRef, sourceName: z.string(), batchIndex: count })
  .partial()
  .catch({});

/** What fetch-feed returns to its parent: numbers only, since BullMQ copies it into the parent. */
export const fetchFeedResult = z.object({
  fetchAttempt: positiveCount,
  totalFetched: count,
  duplicateJobs: count,
  failedJobs: count,
  unchangedJobs: count.default(0),
  skippedJobs: count.default(0),
  batches: count,
});
export type FetchFeedResult = z.infer<typeof fetchFeedResult>;

/** What upsert-batch returns to its parent. */
export interface UpsertBatchResult extends BatchCounters {
  fetchAttempt: number;
  batchIndex: number;
  failureTotals?: FailureTotals;
}
