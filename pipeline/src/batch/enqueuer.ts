import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@feedflow/shared/clock';
import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportBatches } from '@feedflow/shared/mongo/import-batches';
import type { PackedPostings } from '@feedflow/shared/packed-postings';
import { buildBatchJob, jobIds, type RunRef } from '@feedflow/shared/queues';
import type { Queues } from '@feedflow/shared/redis/queues';
import type { Job } from 'bullmq';

/** Batches handed to Redis in one round trip: enough to save trips, few enough to keep each one small. */
const BATCHES_PER_TRIP = 8;
const PRESSURE_POLL_MS = 25;

export interface Enqueuer {
  /**
   * Writes batches down and adds them to the run's tree, in order.
   *
   * @param expectNew whether their postings are likely to be new, all of them; a mistake costs time only
   * @throws FeedflowError 'run-unknown' where another job has taken the run over, or its tree is gone
   */
  enqueue(batches: PackedPostings[], expectNew?: boolean): Promise<void>;
  /** The same for one batch that has an index already. */
  enqueueAt(batchIndex: number, batch: PackedPostings): Promise<void>;
  /**
   * Resolves once no more than the allowed number of this run's batches wait: the caller stops reading its
   * feed meanwhile, so what Redis holds does not depend on the size of the feed.
   *
   * @throws the reason of `signal` where that is aborted
   */
  waitForRoom(signal: AbortSignal): Promise<void>;
  /** Batches enqueued so far. */
  readonly count: number;
}

export interface EnqueuerDeps {
  importBatches: ImportBatches;
  /** Whether the job that enqueues still has the run in hand. */
  isCurrent(): Promise<boolean>;
  queues: Pick<Queues, 'batches' | 'runs'>;
  /** Told how long each wait for room took, in ms. */
  noteWait?(ms: number): void;
  clock: Clock;
}

export interface EnqueuingRun extends RunRef {
  fetchAttempt: number;
  sourceName: string;
  sourceUrl: string;
  batchAttempts: number;
}

/**
 * Adds a run's batches to its finalize-run as children.
 *
 * @param parent the run's finalize-run job
 */
export function createEnqueuer(
  deps: EnqueuerDeps,
  run: EnqueuingRun,
  parent: Job,
  options: { maxPendingBatches: number },
): Enqueuer {
  const parentQueue = deps.queues.runs.qualifiedName;
  const { batchAttempts, runId, attempt, fetchAttempt, sourceName, sourceUrl } = run;
  let count = 0;

  async function add(
    batches: (PackedPostings & { batchIndex: number })[],
    expectNew: boolean,
  ): Promise<void> {
    const payloads = batches.map(({ batchIndex, jobs }) => ({
      runId,
      attempt,
      fetchAttempt,
      sourceName,
      sourceUrl,
      expectNew,
      batchIndex,
      jobs,
    }));
    const enqueuedAt = deps.clock();
    const ids = payloads.map((payload) => jobIds.upsertBatch(payload));
    await deps.importBatches.insertWaiting(
      batches.map(({ batchIndex, records }, index) => ({
        batchId: ids[index] ?? '',
        runId,
        attempt,
        fetchAttempt,
        batchIndex,
        records,
        enqueuedAt,
      })),
    );
    // Also where Redis then takes only some of them: an index stands for one batch, and is not used again.
    count += batches.length;
    // Asked after they are written down: whoever takes the run over later removes what stands there by then.
    if (!(await deps.isCurrent())) await takeBack(ids, 'the run has ended, or another job reads its feed');
    const jobs = payloads.map((payload) => buildBatchJob(payload, parentQueue, { batchAttempts }));
    const added = await deps.queues.batches.addBulk(jobs);
    // BullMQ answers a child whose parent is gone by a number in place of its id, and says nothing.
    if (added.some((job, index) => job.id !== ids[index])) await takeBack(ids, 'its finalize-run is gone');
  }

  async function takeBack(ids: string[], reason: string): Promise<never> {
    await deps.importBatches.forgetWaiting(ids);
    throw new FeedflowError('run-unknown', `batches of run ${runId} cannot be enqueued: ${reason}`);
  }

  return {
    enqueue: async (batches, expectNew = false) => {
      for (let start = 0; start < batches.length; start += BATCHES_PER_TRIP) {
        const some = batches.slice(start, start + BATCHES_PER_TRIP);
        await add(
          some.map((batch, offset) => ({ ...batch, batchIndex: count + offset })),
          expectNew,
        );
      }
    },
    enqueueAt: (batchIndex, batch) => add([{ ...batch, batchIndex }], false),
    waitForRoom: async (signal) => {
      if (count <= options.maxPendingBatches) return;
      const startedAt = performance.now();
      try {
        for (;;) {
          signal.throwIfAborted();
          const { unprocessed = 0 } = await parent.getDependenciesCount({ unprocessed: true });
          // The job that enqueues is itself one of the pending children.
          if (unprocessed - 1 <= options.maxPendingBatches) return;
          await sleep(PRESSURE_POLL_MS);
        }
      } finally {
        deps.noteWait?.(performance.now() - startedAt);
      }
    },
    get count() {
      return count;
    },
  };
}
