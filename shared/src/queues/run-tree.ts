import type { FlowJob, JobsOptions } from 'bullmq';
import { DAY_MS, SECOND_MS } from '../durations.ts';
import { jobIds, jobNames, queueNames } from './names.ts';
import type { FetchFeedPayload, FinalizeRunPayload, QueuedBatch, RequeueBatchesPayload } from './payloads.ts';

/** Retry delays are the workers' to compute: see `retryDelayMs` in the pipeline's workers. */
const backoff = { type: 'custom' } as const;

/**
 * Failed children are kept until finalize-run has looked at them; the age only clears what a run that was
 * never finalized left behind.
 */
const keepFailed = { age: DAY_MS / SECOND_MS };

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
 * huge one. From about 260 batches on all have the same priority, so that none waits indefinitely.
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
