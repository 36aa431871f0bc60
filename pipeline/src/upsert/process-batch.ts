import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { type BatchCounters, noBatchCounters } from '@feedflow/shared/model/batch';
import { durationLabel } from '@feedflow/shared/model/duration-label';
import type { FailureTotals } from '@feedflow/shared/model/run';
import type { BatchEnd } from '@feedflow/shared/mongo/batches/batch-life';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import { withTimeout } from '@feedflow/shared/process/with-timeout';
import type { UpsertBatchPayload } from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import { type BatchOutcome, type WriteBatchOptions, writeBatch } from './write-batch.ts';

export interface ProcessBatchDeps {
  database: Pick<Database, 'jobs' | 'importBatches'>;
  events: EventPublisher;
  clock: Clock;
}

export interface ProcessBatchOptions extends WriteBatchOptions {
  workerName: string;
}

/** A batch as one worker processes it. */
export interface StartedBatch {
  batchId: string;
  payload: UpsertBatchPayload;
  startedAt: Date;
}

/** What a batch counts for its run. */
export type BatchResult = BatchCounters & { failureTotals: FailureTotals };

const NOTHING_DONE: BatchResult = { ...noBatchCounters, failureTotals: {} };

/**
 * Writes a batch and records its result. The first result in MongoDB counts, however many workers process the batch.
 *
 * @throws FeedflowError batch-timeout; batch-failed if it has failed before; what stops the batch as a whole
 */
export async function processBatch(
  { database, events, clock }: ProcessBatchDeps,
  batch: StartedBatch,
  options: ProcessBatchOptions,
): Promise<BatchResult> {
  const { jobs, importBatches } = database;
  const { batchId, payload, startedAt } = batch;
  let begun = false;
  const ownsBatch = async () => {
    if (begun) return importBatches.isOpen(batchId);
    begun = await importBatches.begin(batchId, options.workerName, startedAt);
    return begun;
  };

  const work = writeBatch({ jobs, ownsBatch, clock }, payload, options);
  // A call that hangs would never end, and its lock be renewed indefinitely.
  const outcome = await withTimeout(work, options.batchTimeoutMs, () => tookTooLong(options));
  if (!outcome || !(await recordCompleted(outcome))) return await resultOfOtherWorker();
  return outcome;

  /** Finished before a crash or by another worker, cancelled, or taken over by a later attempt. */
  async function resultOfOtherWorker(): Promise<BatchResult> {
    const known = await importBatches.findKnown(batchId);
    if (known?.status === 'failed') {
      throw new FeedflowError('batch-failed', known.error?.message ?? 'the batch has failed before');
    }
    return known ?? NOTHING_DONE;
  }

  function recordCompleted({ failures, failureTotals, ...counters }: BatchOutcome): Promise<boolean> {
    // A job that MongoDB refused may be accepted another day: the whole batch is kept for a re-run.
    const kept = failureTotals['write-rejected'] ? { jobs: payload.jobs } : {};
    const end = { status: 'completed' as const, error: null, failures, failureTotals, ...kept };
    return recordEnd({ database, events, clock }, batch, counters, end);
  }
}

/**
 * Records that a batch has failed permanently, and keeps its jobs for a re-run.
 *
 * @returns whether MongoDB has the jobs: false if another result was recorded before
 */
export function recordFailedBatch(
  deps: ProcessBatchDeps,
  batch: StartedBatch,
  error: unknown,
): Promise<boolean> {
  const { jobs } = batch.payload;
  return recordEnd(
    deps,
    batch,
    { ...noBatchCounters, failedJobs: jobs.length },
    {
      status: 'failed',
      error: { code: errorCode(error), message: errorMessage(error) },
      failures: [],
      failureTotals: { 'batch-failed': jobs.length },
      jobs,
    },
  );
}

/** Records the result of a batch, and announces it. @returns false if another result was recorded before */
async function recordEnd(
  { database, events, clock }: ProcessBatchDeps,
  { batchId, payload, startedAt }: StartedBatch,
  counters: BatchCounters,
  end: Omit<BatchEnd, keyof BatchCounters | 'finishedAt' | 'durationMs'>,
): Promise<boolean> {
  const { runId, sourceName, attempt, batchIndex, jobs } = payload;
  const { status } = end;
  const finishedAt = clock();
  const durationMs = Math.max(0, finishedAt.getTime() - startedAt.getTime());
  const isFirst = await database.importBatches.finish(batchId, {
    ...counters,
    ...end,
    finishedAt,
    durationMs,
  });
  if (!isFirst) return false;
  const facts = { runId, sourceName, attempt, batchIndex, records: jobs.length };
  await events.publish({ type: 'batch.finished', ...facts, status, ...counters, durationMs });
  return true;
}

function tookTooLong({ batchTimeoutMs }: ProcessBatchOptions): FeedflowError {
  return new FeedflowError(
    'batch-timeout',
    `the batch took longer than ${durationLabel(batchTimeoutMs)} (BATCH_TIMEOUT_MS)`,
  );
}
