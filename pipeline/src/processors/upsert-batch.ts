import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { BatchCounters } from '@feedflow/shared/model/batch';
import type { FailureTotals } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import { withTimeout } from '@feedflow/shared/process/with-timeout';
import {
  type UpsertBatchPayload,
  type UpsertBatchResult,
  upsertBatchPayload,
} from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { Job } from 'bullmq';
import { type BatchOutcome, upsertBatch } from '../upsert/upsert-batch.ts';
import type { OutageWatch } from '../worker/outage-watch.ts';
import { isOver, type Processor } from './guard.ts';

export interface UpsertBatchProcessorDeps {
  database: Pick<Database, 'jobs' | 'importBatches'>;
  events: EventPublisher;
  outages: OutageWatch;
  clock: Clock;
}

export interface UpsertBatchProcessorOptions {
  batchTimeoutMs: number;
  failureSampleLimit: number;
  workerName: string;
}

const nothingDone = { newJobs: 0, updatedJobs: 0, unchangedJobs: 0, failedJobs: 0, failureTotals: {} };

/**
 * The processor of upsert-batch jobs: writes the batch, reports on it, and keeps the records of one that
 * failed for good. What the batch came to stands in MongoDB before BullMQ hears of it, and the first end
 * that stands there counts, however many workers had the batch in hand.
 */
export function createUpsertBatchProcessor(
  deps: UpsertBatchProcessorDeps,
  options: UpsertBatchProcessorOptions,
): Processor<UpsertBatchResult> {
  const { events, clock } = deps;
  const { jobs, importBatches } = deps.database;

  const tookTooLong = () => {
    const limit = `${options.batchTimeoutMs} ms (BATCH_TIMEOUT_MS)`;
    return new FeedflowError('batch-timeout', `the batch took longer than ${limit}`);
  };

  return async (job) => {
    const payload = parsePayload(job);
    const batchId = String(job.id);
    const startedAt = clock();
    let begun = false;
    const claim = async () => {
      if (begun) return importBatches.isOpen(batchId);
      begun = await importBatches.begin(batchId, options.workerName, startedAt);
      return begun;
    };
    try {
      const work = upsertBatch({ jobs, claim, clock }, payload, options);
      // A call that hangs would never settle, and the lock be renewed for ever.
      const outcome = await withTimeout(work, options.batchTimeoutMs, tookTooLong);
      if (!outcome || !(await reportCompleted(batchId, payload, outcome, startedAt))) {
        return await endedElsewhere(batchId, payload);
      }
      return toResult(payload, outcome);
    } catch (error) {
      if (await isOver(deps, job, error)) await reportFailed(job, payload, error, startedAt);
      throw error;
    }
  };

  /** Ended before a crash or by another worker, cancelled, or taken over by a later attempt: there is nothing to do. */
  async function endedElsewhere(batchId: string, payload: UpsertBatchPayload): Promise<UpsertBatchResult> {
    const known = await importBatches.findKnown(batchId);
    if (known?.status === 'failed') {
      throw new FeedflowError('batch-failed', known.error?.message ?? 'the batch has failed before');
    }
    return toResult(payload, known ?? nothingDone);
  }

  async function reportCompleted(
    batchId: string,
    payload: UpsertBatchPayload,
    outcome: BatchOutcome,
    startedAt: Date,
  ): Promise<boolean> {
    const { failures, failureTotals, ...counters } = outcome;
    const finishedAt = clock();
    const durationMs = Math.max(0, finishedAt.getTime() - startedAt.getTime());
    const status = 'completed' as const;
    const times = { finishedAt, durationMs };
    // A posting that MongoDB refused may be taken another day: the whole batch is kept for a re-run.
    const kept = failureTotals['write-rejected'] ? { jobs: payload.jobs } : {};
    const ended = await importBatches.finish(batchId, {
      status,
      ...counters,
      ...times,
      error: null,
      failures,
      failureTotals,
      ...kept,
    });
    if (!ended) return false;
    await events.publish({ type: 'batch.finished', ...eventFacts(payload), status, ...counters, durationMs });
    return true;
  }

  /** Keeps the records, and takes them out of Redis, which has no need of them any more. */
  async function reportFailed(job: Job, payload: UpsertBatchPayload, error: unknown, startedAt: Date) {
    const finishedAt = clock();
    const durationMs = Math.max(0, finishedAt.getTime() - startedAt.getTime());
    const counters = { newJobs: 0, updatedJobs: 0, unchangedJobs: 0, failedJobs: payload.jobs.length };
    const status = 'failed' as const;
    const ended = await importBatches.finish(String(job.id), {
      status,
      ...counters,
      finishedAt,
      durationMs,
      failures: [],
      error: { code: errorCode(error), message: errorMessage(error) },
      failureTotals: { 'batch-failed': payload.jobs.length },
      jobs: payload.jobs,
    });
    if (!ended) return;
    await job.updateData({ ...payload, jobs: [] });
    await events.publish({ type: 'batch.finished', ...eventFacts(payload), status, ...counters, durationMs });
  }
}

function eventFacts(payload: UpsertBatchPayload) {
  const { runId, sourceName, attempt, batchIndex, jobs } = payload;
  return { runId, sourceName, attempt, batchIndex, records: jobs.length };
}

function parsePayload(job: Job): UpsertBatchPayload {
  const parsed = upsertBatchPayload.safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new FeedflowError(
    'batch-payload-invalid',
    `the payload of ${job.id} is not an upsert-batch: ${parsed.error.message}`,
  );
}

/** Every return value is copied into the parent: numbers only, and what is empty is left out. */
function toResult(
  payload: UpsertBatchPayload,
  known: BatchCounters & { failureTotals: FailureTotals },
): UpsertBatchResult {
  const { newJobs, updatedJobs, unchangedJobs, failedJobs, failureTotals } = known;
  const { fetchAttempt, batchIndex } = payload;
  const counters = { newJobs, updatedJobs, unchangedJobs, failedJobs };
  return { fetchAttempt, batchIndex, ...counters, ...(failedJobs > 0 ? { failureTotals } : {}) };
}
