import { FeedflowError } from '@feedflow/shared/errors';
import {
  type UpsertBatchPayload,
  type UpsertBatchResult,
  upsertBatchPayload,
} from '@feedflow/shared/queues/payloads';
import type { Job } from 'bullmq';
import {
  type BatchResult,
  type ProcessBatchDeps,
  type ProcessBatchOptions,
  processBatch,
  recordFailedBatch,
} from '../upsert/process-batch.ts';
import type { OutageWatch } from '../worker/outage-watch.ts';
import { afterError, type Processor } from './guard.ts';
import { toRetry } from './retry-delay.ts';

export interface UpsertBatchProcessorDeps extends ProcessBatchDeps {
  outages: OutageWatch;
}

/** The processor of upsert-batch steps. The result is in MongoDB before BullMQ gets it. */
export function createUpsertBatchProcessor(
  deps: UpsertBatchProcessorDeps,
  options: ProcessBatchOptions,
): Processor<UpsertBatchResult> {
  return async (job) => {
    const batch = { batchId: String(job.id), payload: parsePayload(job), startedAt: deps.clock() };
    try {
      return toResult(batch.payload, await processBatch(deps, batch, options));
    } catch (error) {
      const next = await afterError(deps, job, error);
      if (next === 'retry')
        await deps.database.importBatches.recordRetry(batch.batchId, toRetry(job, error, deps.clock()));
      // The jobs of a failed batch are in MongoDB: Redis does not need them.
      if (next === 'over' && (await recordFailedBatch(deps, batch, error)))
        await job.updateData({ ...batch.payload, jobs: [] });
      throw error;
    }
  };
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
function toResult(payload: UpsertBatchPayload, result: BatchResult): UpsertBatchResult {
  const { fetchAttempt, batchIndex } = payload;
  const { newJobs, updatedJobs, unchangedJobs, failedJobs } = result;
  const failureTotals = failedJobs > 0 ? { failureTotals: result.failureTotals } : {};
  return { fetchAttempt, batchIndex, newJobs, updatedJobs, unchangedJobs, failedJobs, ...failureTotals };
}
