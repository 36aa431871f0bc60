import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportBatches } from '@feedflow/shared/mongo/batches/import-batches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Queues } from '@feedflow/shared/queues/connect';
import { jobIds, type RunRef } from '@feedflow/shared/queues/names';
import type { PackedPostings } from '@feedflow/shared/queues/packed-postings';
import { buildBatchJob } from '@feedflow/shared/queues/run-tree';
import type { RedisMemory } from '@feedflow/shared/redis/memory';
import type { Job } from 'bullmq';
import type { OutageWatch } from '../worker/outage-watch.ts';
import { PendingBatches } from './pending-batches.ts';

/** Batches handed to Redis in one round trip: enough to save trips, few enough to keep each one small. */
const BATCHES_PER_TRIP = 8;
/** How soon and how seldom the number of waiting batches is looked at while there are too many. */
const FIRST_POLL_MS = 25;
const LAST_POLL_MS = 100;

export interface Enqueuer {
  /**
   * Writes batches down and adds them to the run's tree, in order. It waits where they would take too many bytes in
   * Redis, and through an outage of Redis: what was read stays read.
   *
   * @param expectNew whether their postings are likely to be new, all of them; a mistake costs time only
   * @throws FeedflowError 'run-unknown' where another job has taken the run over, or its tree is gone; the reason of
   * the signal where that is aborted meanwhile
   */
  enqueue(batches: PackedPostings[], expectNew?: boolean): Promise<void>;
  /** The same for one batch that has an index already. */
  enqueueAt(batchIndex: number, batch: PackedPostings): Promise<void>;
  /**
   * Resolves once no more than the allowed number of this run's batches wait: the caller stops reading its
   * feed meanwhile, so what Redis holds does not depend on the size of the feed.
   *
   * @throws the reason of the signal where that is aborted
   */
  waitForRoom(): Promise<void>;
  /** Batches enqueued so far. */
  readonly count: number;
}

export interface EnqueuerDeps {
  importBatches: ImportBatches;
  /** Whether the job that enqueues still has the run in hand. */
  isCurrent(): Promise<boolean>;
  queues: Pick<Queues, 'batches' | 'runs'>;
  outages: Pick<OutageWatch, 'throughOutages'>;
  redisMemory: RedisMemory;
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

type IndexedBatch = PackedPostings & { batchIndex: number };

export interface EnqueuerOptions {
  maxPendingBatches: number;
  /** Bytes that a run's waiting batches may take in Redis, as they are packed; one batch always may wait. */
  maxPendingBytes: number;
}

/**
 * Adds a run's batches to its finalize-run as children.
 *
 * @param parent the run's finalize-run job
 * @param signal aborted when the run is cancelled or the job given up: nothing is waited for any more
 */
export function createEnqueuer(
  deps: EnqueuerDeps,
  run: EnqueuingRun,
  parent: Job,
  options: EnqueuerOptions,
  signal: AbortSignal,
): Enqueuer {
  const parentQueue = deps.queues.runs.qualifiedName;
  const { batchAttempts, runId, attempt, fetchAttempt, sourceName, sourceUrl } = run;
  const pending = new PendingBatches(parent);
  let count = 0;

  async function add(batches: IndexedBatch[], expectNew: boolean): Promise<void> {
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
    const batchJobs = payloads.map((payload) => buildBatchJob(payload, parentQueue, { batchAttempts }));
    // Redis may take some of them and refuse the rest. What it has already it does not take twice.
    const added = await deps.outages.throughOutages(async () => {
      if (!(await deps.isCurrent())) await takeBack(ids, 'the run has ended, or another job reads its feed');
      return deps.queues.batches.addBulk(batchJobs);
    }, signal);
    // BullMQ answers a child whose parent is gone by a number in place of its id, and says nothing.
    if (added.some((job, index) => job.id !== ids[index])) await takeBack(ids, 'its finalize-run is gone');
  }

  async function takeBack(ids: string[], reason: string): Promise<never> {
    await deps.importBatches.forgetWaiting(ids);
    throw new FeedflowError('run-unknown', `batches of run ${runId} cannot be enqueued: ${reason}`);
  }

  /** Waits until a condition holds, and counts the time. */
  async function waitUntil(hasRoom: () => Promise<boolean>): Promise<void> {
    if (await hasRoom()) return;
    const startedAt = performance.now();
    try {
      for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(LAST_POLL_MS, pollMs * 2)) {
        signal.throwIfAborted();
        await deps.outages.throughOutages(() => pending.refresh(), signal);
        if (await hasRoom()) return;
        await sleep(pollMs);
      }
    } finally {
      deps.noteWait?.(performance.now() - startedAt);
    }
  }

  /** Whether one more batch may wait in Redis. A run with none there always goes on: no two wait for each other. */
  async function hasBytesFor(batch: PackedPostings): Promise<boolean> {
    if (pending.count === 0) return true;
    return (
      pending.bytes + batch.jobs.length <= options.maxPendingBytes && !(await deps.redisMemory.isShort())
    );
  }

  /** Adds batches in as few trips as there is room for. */
  async function addInTrips(batches: IndexedBatch[], expectNew: boolean): Promise<void> {
    let trip: IndexedBatch[] = [];
    for (const batch of batches) {
      if (trip.length === BATCHES_PER_TRIP || (trip.length > 0 && !(await hasBytesFor(batch)))) {
        await add(trip, expectNew);
        trip = [];
      }
      if (trip.length === 0) await waitUntil(() => hasBytesFor(batch));
      note(batch);
      trip.push(batch);
    }
    if (trip.length > 0) await add(trip, expectNew);
  }

  function note({ batchIndex, jobs }: IndexedBatch): void {
    pending.add(jobIds.upsertBatch({ runId, attempt, fetchAttempt, batchIndex }), jobs.length);
    deps.redisMemory.noteAdded(jobs.length);
  }

  return {
    enqueue: (batches, expectNew = false) => {
      const indexed = batches.map((batch, offset) => ({ ...batch, batchIndex: count + offset }));
      return addInTrips(indexed, expectNew);
    },
    enqueueAt: (batchIndex, batch) => addInTrips([{ ...batch, batchIndex }], false),
    waitForRoom: () => waitUntil(async () => pending.count <= options.maxPendingBatches),
    get count() {
      return count;
    },
  };
}
