import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@feedflow/shared/clock';
import type { JobPosting } from '@feedflow/shared/job-posting';
import type { ImportBatches } from '@feedflow/shared/mongo/import-batches';
import { buildBatchJob, type FetchFeedPayload, jobIds } from '@feedflow/shared/queues';
import type { Queues } from '@feedflow/shared/redis/queues';
import type { Job } from 'bullmq';

/** Batches handed to Redis in one round trip: enough to save trips, few enough to keep each one small. */
const BATCHES_PER_TRIP = 8;
const PRESSURE_POLL_MS = 25;

export interface Enqueuer {
  /** Writes batches down and adds them to the run's tree, in order. */
  enqueue(batches: JobPosting[][]): Promise<void>;
  /**
   * Resolves once no more than the allowed number of this run's batches wait: the caller stops reading its
   * feed meanwhile, so what Redis holds does not depend on the size of the feed.
   */
  waitForRoom(signal: AbortSignal | undefined): Promise<void>;
  /** Batches enqueued so far. */
  readonly count: number;
}

export interface EnqueuerDeps {
  importBatches: ImportBatches;
  queues: Pick<Queues, 'batches' | 'runs'>;
  clock: Clock;
}

/**
 * Adds a run's batches to its finalize-run as children.
 *
 * @param parent the run's finalize-run job
 */
export function createEnqueuer(
  deps: EnqueuerDeps,
  run: FetchFeedPayload & { fetchAttempt: number },
  parent: Job,
  options: { maxPendingBatches: number },
): Enqueuer {
  const parentQueue = deps.queues.runs.qualifiedName;
  let count = 0;

  async function enqueueSome(batches: JobPosting[][]): Promise<void> {
    const { runId, attempt, fetchAttempt, sourceName, sourceUrl } = run;
    const payloads = batches.map((jobs, offset) => ({
      ...{ runId, attempt, fetchAttempt, sourceName, sourceUrl },
      batchIndex: count + offset,
      jobs,
    }));
    const enqueuedAt = deps.clock();
    await deps.importBatches.insertWaiting(
      payloads.map((payload) => ({
        batchId: jobIds.upsertBatch(payload),
        runId: run.runId,
        attempt: run.attempt,
        fetchAttempt: run.fetchAttempt,
        batchIndex: payload.batchIndex,
        records: payload.jobs.length,
        enqueuedAt,
      })),
    );
    await deps.queues.batches.addBulk(payloads.map((payload) => buildBatchJob(payload, parentQueue, run)));
    count += batches.length;
  }

  return {
    enqueue: async (batches) => {
      for (let start = 0; start < batches.length; start += BATCHES_PER_TRIP) {
        await enqueueSome(batches.slice(start, start + BATCHES_PER_TRIP));
      }
    },
    waitForRoom: async (signal) => {
      if (count <= options.maxPendingBatches) return;
      for (;;) {
        const { unprocessed = 0 } = await parent.getDependenciesCount({ unprocessed: true });
        // fetch-feed itself is one of the pending children.
        if (unprocessed - 1 <= options.maxPendingBatches) return;
        await sleep(PRESSURE_POLL_MS, undefined, { signal });
      }
    },
    get count() {
      return count;
    },
  };
}
