import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, FeedflowError } from '@feedflow/shared/errors';
import type { Source } from '@feedflow/shared/model/source';
import { requestHeadersOf } from '@feedflow/shared/model/source-headers';
import type { Database } from '@feedflow/shared/mongo/database';
import type { BegunFetch } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import type { Queues } from '@feedflow/shared/queues/connect';
import { jobIds, type RunRef } from '@feedflow/shared/queues/names';
import {
  type FetchFeedPayload,
  type FetchFeedResult,
  fetchFeedPayload,
} from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import { batchMeta, countsOfUnfinished } from '@feedflow/shared/run/outcome';
import { Job } from 'bullmq';
import { createEnqueuer, type Enqueuer, type EnqueuerDeps, type EnqueuerOptions } from '../batch/enqueuer.ts';
import type { FeedImport, FeedImportOptions, ImportedFeed } from '../import/import-feed.ts';
import type { FeedOutcome, ReaderPool } from '../reader/reader-pool.ts';
import type { OutageWatch } from '../worker/outage-watch.ts';
import { createFetchReports, type FetchReports, type InPlace, takenOver } from './fetch-reports.ts';
import { afterError, type Processor } from './guard.ts';
import { createReaderCalls } from './reader-calls.ts';
import { toRetry } from './retry-delay.ts';
import { watchForStop } from './stop-signal.ts';

export interface FetchFeedDeps extends Pick<EnqueuerDeps, 'redisMemory'> {
  readers: Pick<ReaderPool, 'importFeed'>;
  database: Database;
  queues: Queues;
  events: EventPublisher;
  outages: OutageWatch;
  /** Reports the duration of each wait for room in the queue, in ms. */
  noteWait?(ms: number): void;
  clock: Clock;
  log: Log;
}

/** One fetch attempt of a run. */
type Attempt = FetchFeedPayload & BegunFetch & { fetchStartedAt: Date; inPlace: InPlace | null };

export interface FetchFeedOptions extends FeedImportOptions, EnqueuerOptions {
  workerName: string;
  workerConcurrency: number;
  /** Aborted when the worker shuts down: the step returns to the queue and another worker reads the feed again. */
  shutdown?: AbortSignal;
}

/** How often it is looked whether a batch is still being written. */
const BATCH_POLL_MS = 50;

/** If its worker was lost so often before the first record, the feed is considered the cause. */
const MAX_LOST_BEFORE_RECORDS = 2;

/**
 * The processor of fetch-feed steps: a reader streams the feed, and its batches are added to the run's tree. A retry
 * reads the feed again from the start as the next fetch attempt, which replaces the batches of the one before.
 */
export function createFetchFeedProcessor(
  deps: FetchFeedDeps,
  options: FetchFeedOptions,
): Processor<FetchFeedResult> {
  const { database, queues, log } = deps;

  return async (job, _token, signal) => {
    const payload = fetchFeedPayload.parse(job.data);
    const [run, parent] = await Promise.all([beginAttempt(payload, job), findParent(queues, payload)]);
    const { lostBeforeRecords } = run;
    const stop = watchForStop(database, payload, [signal, options.shutdown]);
    const reports = createFetchReports({ ...deps, dropEarlier: () => dropEarlier(run, stop.signal) }, run);
    const isCurrent = () => database.importLogs.isCurrent(run);
    const enqueuer = createEnqueuer({ ...deps, isCurrent }, run, parent, options, stop.signal);
    const calls = createReaderCalls({ ...deps, reports, enqueuer }, run, options);
    try {
      if (lostBeforeRecords >= MAX_LOST_BEFORE_RECORDS) throw crashedWorker(lostBeforeRecords);
      const source = await findSource(payload);
      const outcome = await deps.readers.importFeed(feedImport(run, source), {
        calls,
        signal: stop.signal,
        // The feed may have crashed the worker: this time it can only crash a process of its own.
        alone: job.stalledCounter > 0,
      });
      const imported = await resolveOutcome(outcome);
      return await complete(run, imported, { reports, enqueuer });
    } catch (thrown) {
      if (options.shutdown?.aborted) throw options.shutdown.reason;
      const error = stop.signal.aborted ? stop.signal.reason : thrown;
      const next = await afterError(deps, job, error);
      if (next === 'over') await reports.fail(error, enqueuer.count);
      if (next === 'retry') await reports.retry(toRetry(job, error, deps.clock()), enqueuer.count);
      throw error;
    } finally {
      stop.release();
    }

    /** @throws the error of an interrupted import, after the jobs that were read before it are enqueued */
    async function resolveOutcome(outcome: FeedOutcome): Promise<ImportedFeed> {
      if (outcome.ok) return outcome.imported;
      const error = stop.signal.aborted ? stop.signal.reason : outcome.error;
      reports.update(outcome.progress);
      const isWorthKeeping =
        outcome.rest.length > 0 && reports.isFurthest() && errorCode(error) !== 'run-cancelled';
      const mayKeep = isWorthKeeping && !options.shutdown?.aborted;
      if (mayKeep && (await afterError(deps, job, error)) === 'over') {
        await database.importLogs.assertCurrent(run);
        await database.importManifests.distrust(run.sourceUrl, null);
        await reports.replaceEarlier();
        await enqueuer.enqueue(outcome.rest, outcome.expectNew);
      }
      throw error;
    }
  };

  async function beginAttempt(payload: FetchFeedPayload, job: Job): Promise<Attempt> {
    const fetchStartedAt = deps.clock();
    const begun = await database.importLogs.beginFetch(payload, {
      startedAt: fetchStartedAt,
      worker: options.workerName,
      concurrency: options.workerConcurrency,
      lostWorkers: job.stalledCounter,
    });
    if (begun === null) throw takenOver(payload);
    return { ...payload, ...begun, fetchStartedAt, inPlace: await findInPlace({ ...payload, ...begun }) };
  }

  /** Not what its reports say: it read records that are in no batch, and may have enqueued batches since. */
  async function findInPlace({
    runId,
    attempt,
    unreplaced,
  }: FetchFeedPayload & BegunFetch): Promise<InPlace | null> {
    if (unreplaced === null) return null;
    const { importBatches } = database;
    const { fetchAttempt } = unreplaced;
    // It may have been interrupted while it replaced those before it.
    if (fetchAttempt > 0) await importBatches.replaceEarlier({ runId, attempt, fetchAttempt });
    const sums = await importBatches.sums(runId);
    return {
      records: countsOfUnfinished(unreplaced, sums).totalFetched,
      batches: batchMeta(sums).totalBatches ?? 0,
    };
  }

  function feedImport(run: Attempt, source: Source): FeedImport {
    return {
      runId: run.runId,
      manifestId: `${run.runId}-${run.attempt}-${run.fetchAttempt}`,
      earlier: run.earlier,
      source,
      requestHeaders: requestHeadersOf(source),
      full: run.full,
      startedAt: run.fetchStartedAt,
      batchSize: run.batchSize,
      maxBatchSize: run.maxBatchSize ?? run.batchSize,
      options: {
        fullIntervalMs: options.fullIntervalMs,
        failureSampleLimit: options.failureSampleLimit,
        storeRaw: options.storeRaw,
        maxRecords: options.maxRecords,
        maxPages: options.maxPages,
      },
    };
  }

  async function complete(
    run: Attempt,
    imported: ImportedFeed,
    { reports, enqueuer }: { reports: FetchReports; enqueuer: Enqueuer },
  ): Promise<FetchFeedResult> {
    const { runId, attempt, sourceName: source } = run;
    const counts = await reports.complete(imported, enqueuer.count);
    log.info({ runId, attempt, source, ...counts, batches: enqueuer.count }, 'feed read');
    return { ...counts, batches: enqueuer.count };
  }

  /**
   * Removes what earlier fetch attempts left: waiting batches, their documents, and stored texts. Batches of earlier
   * attempts no longer count. Those that a worker is writing are waited for: jobs may get other keys next.
   */
  async function dropEarlier(run: Attempt, signal: AbortSignal): Promise<void> {
    const { rawRecords, importBatches } = database;
    await rawRecords.removeEarlier(run);
    const ids = await importBatches.replacedIds(run);
    // First: a worker that takes one from now on leaves it.
    await importBatches.replaceEarlier(run);
    const removed = await Promise.all(ids.map((id) => queues.batches.remove(id).catch(() => 0)));
    for (const id of ids.filter((_id, index) => removed[index] !== 1)) await untilInactive(id, signal);
  }

  /** A batch ends by its own time limit, or returns to the queue when its worker is lost. */
  async function untilInactive(id: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await queues.batches.getJobState(id).catch(() => null)) === 'active')
      await sleep(BATCH_POLL_MS);
  }

  async function findSource(payload: FetchFeedPayload): Promise<Source> {
    const source = await database.sources.findByName(payload.sourceName);
    if (!source) throw new FeedflowError('source-unknown', `there is no source "${payload.sourceName}"`);
    // Jobs of one URL must not be counted, or closed, by a run of another one.
    if (source.url !== payload.sourceUrl)
      throw new FeedflowError('source-changed', `${source.name} has another URL since the run began`);
    return source;
  }
}

/** The step that waits for the batches of a run. @throws FeedflowError 'run-unknown' */
export async function findParent({ runs }: Pick<Queues, 'runs'>, run: RunRef): Promise<Job> {
  const parent = await Job.fromId(runs, jobIds.finalizeRun(run));
  if (!parent) throw new FeedflowError('run-unknown', `run ${run.runId} no longer has a finalize-run step`);
  return parent;
}

function crashedWorker(times: number): FeedflowError {
  return new FeedflowError(
    'feed-crashed-worker',
    `the worker was lost ${times} times while it began to read the feed, before the first record`,
    { details: { times } },
  );
}
