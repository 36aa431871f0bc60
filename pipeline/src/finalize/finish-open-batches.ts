import { type Batch, noBatchCounters } from '@feedflow/shared/model/batch';
import { isCounted, type Run } from '@feedflow/shared/model/run';
import type { ImportBatches } from '@feedflow/shared/mongo/batches/import-batches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { RunRef } from '@feedflow/shared/queues/names';
import { type QueuedBatch, upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { Job, type Queue } from 'bullmq';
import type { ChildFailures } from './child-failures.ts';

export interface FinishBatchesDeps {
  importBatches: ImportBatches;
  batchQueue: Queue<QueuedBatch>;
  clock: Clock;
}

/**
 * Finishes the batches that their own worker could not finish: it was killed too often, or the run was cancelled.
 * Each fails with its reason, and its jobs are kept if Redis still has them.
 *
 * @returns how many batches stay open although the feed was read to its end: Redis has lost them, or MongoDB what they
 *   had written. If it was not, or they are of an earlier reading, such a batch never reached Redis, and fails
 */
export async function finishOpenBatches(
  deps: FinishBatchesDeps,
  run: RunRef & Pick<Run, 'cancelRequestedAt' | 'fetch'>,
  failures: ChildFailures,
): Promise<{ lost: number }> {
  if (run.cancelRequestedAt) {
    await deps.importBatches.endOpen(run.runId, run.attempt, 'cancelled', deps.clock());
    return { lost: 0 };
  }
  let lost = 0;
  for (const batch of await deps.importBatches.findOpen(run.runId, run.attempt)) {
    const reason = failures.get(batch.batchId);
    if (reason !== undefined || run.fetch.status !== 'completed' || !isCounted(run.fetch))
      await finishFailed(deps, batch, reason);
    else lost += 1;
  }
  return { lost };
}

async function finishFailed(
  deps: FinishBatchesDeps,
  batch: Batch,
  reason: string | undefined,
): Promise<void> {
  const job = await Job.fromId<QueuedBatch>(deps.batchQueue, batch.batchId);
  const payload = upsertBatchPayload.safeParse(job?.data);
  await deps.importBatches.finish(batch.batchId, {
    status: 'failed',
    ...noBatchCounters,
    failedJobs: batch.records,
    finishedAt: deps.clock(),
    durationMs: null,
    error: reason
      ? { code: 'batch-failed', message: reason }
      : { code: 'batch-lost', message: 'the batch never reached a worker' },
    failures: [],
    failureTotals: { [reason ? 'batch-failed' : 'batch-lost']: batch.records },
    ...(payload.success ? { jobs: payload.data.jobs } : {}),
  });
}
