import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import { dueClosingOf } from '@feedflow/shared/model/closing';
import type { Source } from '@feedflow/shared/model/source';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Queues } from '@feedflow/shared/queues/connect';
import { jobIds, type RunRef } from '@feedflow/shared/queues/names';
import type { PackedJobs } from '@feedflow/shared/queues/packed-jobs';
import type { QueuedBatch } from '@feedflow/shared/queues/payloads';
import { buildBatchJob } from '@feedflow/shared/queues/run-tree';
import type { RedisMemory } from '@feedflow/shared/redis/memory';
import type { Job } from 'bullmq';
import { PendingBatches } from './pending-batches.ts';

/** Batches sent to Redis in one round trip: enough to save trips, few enough to keep each one small. */
const BATCHES_PER_TRIP = 8;
/** The first and the longest interval of polling while too many batches wait. */
const FIRST_POLL_MS = 25;
const LAST_POLL_MS = 100;

export interface Enqueuer {
  /**
   * Stores batches and adds them to the run's tree, in order. It waits while they would take too many bytes in Redis,
   * and through outages of Redis, so that the feed need not be read again.
   *
   * @param expectNew whether all of their jobs are likely to be new; a mistake costs time only
   * @throws FeedflowError 'run-unknown' if another step has taken over the run, or its tree no longer exists; the
   *   reason of the signal if it is aborted
   */
  enqueue(batches: PackedJobs[], expectNew?: boolean): Promise<void>;
  /** The same for one batch that has an index already. */
  enqueueAt(batchIndex: number, batch: PackedJobs): Promise<void>;
  /**
   * Resolves once at most the allowed number of this run's batches wait. The caller pauses reading until then,
   * so that the use of Redis does not depend on the size of the feed.
   *
   * @throws the reason of the signal if it is aborted
   */
  waitForRoom(): Promise<void>;
  /** Batches enqueued so far. */
  readonly count: number;
}

export interface EnqueuerDeps {
  database: Pick<Database, 'importBatches' | 'sources'>;
  /** Whether the run still belongs to the step that enqueues. */
  isCurrent(): Promise<boolean>;
  queues: Pick<Queues, 'batches' | 'runs'>;
  /** Repeats work after each outage of Redis that refused it. */
  outages: { throughOutages<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> };
  redisMemory: RedisMemory;
  /** Reports the duration of each wait for room, in ms. */
  noteWait?(ms: number): void;
  clock: Clock;
}

export interface EnqueuingRun extends RunRef {
  fetchAttempt: number;
  sourceName: string;
  sourceUrl: string;
  batchAttempts: number;
}

type IndexedBatch = PackedJobs & { batchIndex: number };

export interface EnqueuerOptions {
  maxPendingBatches: number;
  /** Bytes that a run's waiting batches may take in Redis, packed; one batch may always wait. */
  maxPendingBytes: number;
}

/** What the writing of a batch depends on. */
type BatchSettings = Pick<QueuedBatch, 'closing' | 'values'>;

/** @param source null if there is none any more */
function batchSettingsOf(source: Source | null): BatchSettings {
  return { closing: dueClosingOf(source ?? {}), values: source?.values };
}

/**
 * Adds a run's batches to its finalize-run as children.
 *
 * @param parent the run's finalize-run job
 * @param signal aborted when the run is cancelled or the step given up: it ends all waiting
 */
export function createEnqueuer(
  deps: EnqueuerDeps,
  run: EnqueuingRun,
  parent: Job,
  options: EnqueuerOptions,
  signal: AbortSignal,
): Enqueuer {
  const { importBatches, sources } = deps.database;
  const parentQueue = deps.queues.runs.qualifiedName;
  const { batchAttempts, runId, attempt, fetchAttempt, sourceName, sourceUrl } = run;
  const pending = new PendingBatches(parent);
  let count = 0;
  let settings: BatchSettings | undefined;

  async function add(batches: IndexedBatch[], expectNew: boolean): Promise<void> {
    // Once, and not before: reading the feed decides how its jobs are compared.
    settings ??= batchSettingsOf(await sources.findByUrl(sourceUrl));
    const { closing, values } = settings;
    const payloads = batches.map(({ batchIndex, jobs }) => ({
      runId,
      attempt,
      fetchAttempt,
      sourceName,
      sourceUrl,
      expectNew,
      closing,
      values,
      batchIndex,
      jobs,
    }));
    // Even if only some of them are stored or enqueued: an index identifies one batch, and is not used again.
    count += batches.length;
    const enqueuedAt = deps.clock();
    const ids = payloads.map((payload) => jobIds.upsertBatch(payload));
    await importBatches.insertWaiting(
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
    // Checked after they are stored: a step that takes over the run later replaces the stored batches.
    const batchJobs = payloads.map((payload) => buildBatchJob(payload, parentQueue, { batchAttempts }));
    // Redis may accept some of them and refuse the rest. It does not add one twice.
    const added = await deps.outages.throughOutages(async () => {
      if (!(await deps.isCurrent()))
        await withdraw(ids, 'the run has ended, or another step has taken it over');
      return deps.queues.batches.addBulk(batchJobs);
    }, signal);
    // For a child whose parent does not exist, BullMQ returns a number instead of its id, without an error.
    if (added.some((job, index) => job.id !== ids[index]))
      await withdraw(ids, 'its finalize-run does not exist');
  }

  async function withdraw(ids: string[], reason: string): Promise<never> {
    await importBatches.forgetWaiting(ids);
    throw new FeedflowError('run-unknown', `batches of run ${runId} cannot be enqueued: ${reason}`);
  }

  /** Waits until a condition holds, and reports the time. */
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

  /**
   * Whether one more batch may wait in Redis. A run without any may always add one: no two runs wait for each other.
   */
  async function hasBytesFor(batch: PackedJobs): Promise<boolean> {
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
      countPending(batch);
      trip.push(batch);
    }
    if (trip.length > 0) await add(trip, expectNew);
  }

  function countPending({ batchIndex, jobs }: IndexedBatch): void {
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
