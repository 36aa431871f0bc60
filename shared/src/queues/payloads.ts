import type { FlowJob, JobsOptions } from 'bullmq';
import { z } from 'zod';
import { errorMessage } from '../errors.ts';
import { batchCounters } from '../model/batch.ts';
import { feedPreview, previewLimits } from '../model/feed-preview.ts';
import { failureTotals, namedError } from '../model/run.ts';
import { count, positiveCount } from '../model/scalars.ts';
import { sourceMapping } from '../model/source.ts';
import { unpackPostings } from './packed-postings.ts';

/**
 * Parents have a queue of their own: on a shared one they would wait behind every later batch. So do previews, which
 * somebody waits for, while a feed may take an hour.
 */
export const queueNames = {
  runs: 'feedflow-runs',
  feeds: 'feedflow-feeds',
  previews: 'feedflow-previews',
  batches: 'feedflow-batches',
  alerts: 'feedflow-alerts',
} as const;

export const jobNames = {
  finalizeRun: 'finalize-run',
  fetchFeed: 'fetch-feed',
  requeueBatches: 'requeue-batches',
  upsertBatch: 'upsert-batch',
  previewFeed: 'preview-feed',
  sendAlert: 'send-alert',
} as const;

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
  /** Records per batch, and tries at each: settled when the run starts, whichever worker reads the feed. */
  batchSize: positiveCount,
  batchAttempts: positiveCount,
  /** Reads all of the feed, whatever is known of it. Absent in jobs of earlier versions. */
  full: z.boolean().default(false),
});
export type FetchFeedPayload = z.infer<typeof fetchFeedPayload>;

/** Reads the kept postings of failed batches back and adds them to the tree of a re-run. */
export const requeueBatchesPayload = z.object({
  ...runRef,
  sourceName: z.string(),
  sourceUrl: z.string(),
  batchAttempts: positiveCount,
  /** Which batches, by index; null for all that failed. */
  batches: z.array(count).nullable(),
});
export type RequeueBatchesPayload = z.infer<typeof requeueBatchesPayload>;

/** `jobs` are checked one by one by the batch, so that one bad posting fails alone. */
export const upsertBatchPayload = z.object({
  ...runRef,
  fetchAttempt: positiveCount,
  sourceName: z.string(),
  sourceUrl: z.string(),
  batchIndex: count,
  /** The source had no postings when its feed was read: they are inserted without looking for them first. */
  expectNew: z.boolean().default(false),
  /** Packed, or as an array in jobs of earlier versions. */
  jobs: z.union([z.string(), z.array(z.unknown())]).transform(unpacked),
});
export type UpsertBatchPayload = z.infer<typeof upsertBatchPayload>;
/** As it stands in the queue. */
export type QueuedBatch = z.input<typeof upsertBatchPayload>;

function unpacked(jobs: string | unknown[], context: z.RefinementCtx): unknown[] {
  if (typeof jobs !== 'string') return jobs;
  try {
    return unpackPostings(jobs);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `its postings cannot be unpacked: ${errorMessage(error)}` });
    return z.NEVER;
  }
}

/** Where a job belongs, as far as its data says so. */
export const jobPlace = z
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
  batches: count,
});
export type FetchFeedResult = z.infer<typeof fetchFeedResult>;

/** What upsert-batch returns to its parent. */
export const upsertBatchResult = z.object({
  fetchAttempt: positiveCount,
  batchIndex: count,
  ...batchCounters.shape,
  failureTotals: failureTotals.optional(),
});
export type UpsertBatchResult = z.infer<typeof upsertBatchResult>;

/**
 * Reads the beginning of a feed for someone who waits. It belongs to no run and touches no collection. The job has
 * only the id: see `PreviewRequests`.
 */
export const previewJobPayload = z.object({ requestId: z.string() });
export type PreviewJobPayload = z.infer<typeof previewJobPayload>;

/** What is to be previewed. Jobs of earlier versions, in the queue of feeds, are this. */
export const previewFeedPayload = z.object({
  url: z.string(),
  dialect: z.string().optional(),
  mapping: sourceMapping.optional(),
  /** Secrets may be among them. */
  requestHeaders: z.record(z.string(), z.string()),
  maxRecords: z.number().int().min(1).max(previewLimits.records),
  samples: z.number().int().min(0).max(previewLimits.samples),
});
export type PreviewFeedPayload = z.infer<typeof previewFeedPayload>;

/** What came of a preview. A feed that cannot be read is an answer, not a failed job: BullMQ keeps no codes. */
export const previewFeedResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), preview: feedPreview }),
  z.object({ ok: z.literal(false), error: namedError }),
]);
export type PreviewFeedResult = z.infer<typeof previewFeedResult>;

/** One try. What is left of one that failed says why, until the API has read it. */
export const previewFeedOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: { age: 300 },
};

export interface RunRef {
  runId: string;
  attempt: number;
}

/** Job ids say where a job belongs and make adding it again harmless. BullMQ forbids colons in them. */
export const jobIds = {
  finalizeRun: (run: RunRef) => `${run.runId}-${run.attempt}`,
  fetchFeed: (run: RunRef) => `${run.runId}-${run.attempt}-fetch`,
  requeueBatches: (run: RunRef) => `${run.runId}-${run.attempt}-requeue`,
  upsertBatch: (batch: RunRef & { fetchAttempt: number; batchIndex: number }) =>
    `${batch.runId}-${batch.attempt}-${batch.fetchAttempt}-${batch.batchIndex}`,
};

/** Retry delays are the workers' to compute: see `retryDelayMs` in the pipeline's workers. */
const backoff = { type: 'custom' } as const;

/**
 * Failed children are kept until finalize-run has looked at them; the age only clears what a run that was
 * never finalized left behind.
 */
const keepFailed = { age: 24 * 60 * 60 };

/** The parent always runs, and sees which children failed. */
const childOptions = { ignoreDependencyOnFailure: true, removeOnComplete: true, removeOnFail: keepFailed };

const finalizeOptions: JobsOptions = {
  attempts: 10,
  backoff,
  removeOnComplete: true,
  removeOnFail: keepFailed,
};

/** The tree of a run that reads its feed: finalize-run waits for fetch-feed, which adds the batches to it. */
export function buildRunTree(payload: FetchFeedPayload, options: { fetchAttempts: number }): FlowJob {
  const opts = {
    ...childOptions,
    jobId: jobIds.fetchFeed(payload),
    attempts: options.fetchAttempts,
    backoff,
  };
  return finalizeNode(payload, true, {
    name: jobNames.fetchFeed,
    queueName: queueNames.feeds,
    data: payload,
    opts,
  });
}

/** The tree of a re-run: finalize-run waits for requeue-batches, which adds the failed batches to it. */
export function buildRerunTree(payload: RequeueBatchesPayload): FlowJob {
  const opts = { ...childOptions, jobId: jobIds.requeueBatches(payload), attempts: 10, backoff };
  const child = { name: jobNames.requeueBatches, queueName: queueNames.feeds, data: payload, opts };
  return finalizeNode(payload, false, child);
}

function finalizeNode(
  run: Omit<FinalizeRunPayload, 'readsFeed'>,
  readsFeed: boolean,
  child: NonNullable<FlowJob['children']>[number],
): FlowJob {
  const { runId, attempt, sourceName, sourceUrl } = run;
  return {
    name: jobNames.finalizeRun,
    queueName: queueNames.runs,
    data: { runId, attempt, sourceName, sourceUrl, readsFeed } satisfies FinalizeRunPayload,
    opts: { ...finalizeOptions, jobId: jobIds.finalizeRun(run) },
    children: [child],
  };
}

/** Batches of a run that have the same priority, and the last priority there is. */
const BATCHES_PER_PRIORITY = 8;
const LAST_PRIORITY = 32;

/**
 * The first batches of a run go before the later ones of others, so that a small feed does not wait behind a
 * huge one. From some 260 batches on all are alike, so that nothing waits for ever.
 *
 * @returns BullMQ's priority: 0 for none, which goes first, then 1 and up
 */
function priorityOf(batchIndex: number): number {
  return Math.min(LAST_PRIORITY, Math.floor(batchIndex / BATCHES_PER_PRIORITY));
}

/**
 * One more child of a run's finalize-run, as `queue.addBulk` takes it.
 *
 * @param parentQueue the qualified name of the runs queue (prefix and name): BullMQ needs both to find the parent
 */
export function buildBatchJob(
  payload: QueuedBatch,
  parentQueue: string,
  options: { batchAttempts: number },
): { name: string; data: QueuedBatch; opts: JobsOptions } {
  return {
    name: jobNames.upsertBatch,
    data: payload,
    opts: {
      ...childOptions,
      jobId: jobIds.upsertBatch(payload),
      attempts: options.batchAttempts,
      backoff,
      priority: priorityOf(payload.batchIndex),
      parent: { id: jobIds.finalizeRun(payload), queue: parentQueue },
    },
  };
}
