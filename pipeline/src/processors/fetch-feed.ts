import type { Clock } from '@feedflow/shared/clock';
import { errorCode, FeedflowError } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/log';
import type { Database } from '@feedflow/shared/mongo/database';
import type { PackedPostings } from '@feedflow/shared/packed-postings';
import {
  type FetchFeedPayload,
  type FetchFeedResult,
  fetchFeedPayload,
  jobIds,
} from '@feedflow/shared/queues';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { Queues } from '@feedflow/shared/redis/queues';
import type { Source } from '@feedflow/shared/source';
import { requestHeadersOf } from '@feedflow/shared/source-headers';
import { Job } from 'bullmq';
import { type Batcher, createBatcher } from '../batch/batcher.ts';
import { createEnqueuer, type Enqueuer, type EnqueuerDeps, type EnqueuerOptions } from '../batch/enqueuer.ts';
import { createDeltaImport, type DeltaImport } from '../delta/delta-import.ts';
import type { OutageWatch } from '../outage-watch.ts';
import {
  type FeedReading,
  type FeedSummary,
  type ReadFeedDeps,
  readFeed,
  type UnreadSegment,
} from '../read-feed.ts';
import { createFetchProgress, type FetchProgress } from './fetch-progress.ts';
import { handBack, isOver, type Process } from './guard.ts';
import { createRawTexts, type RawTexts, type RawTextsOptions } from './raw-texts.ts';
import { watchForStop } from './stop-signal.ts';

export interface FetchFeedDeps extends ReadFeedDeps, Pick<EnqueuerDeps, 'redisMemory'> {
  database: Database;
  queues: Queues;
  events: EventPublisher;
  outages: OutageWatch;
  /** Told how long each wait for room in the queue took, in ms. */
  noteWait?(ms: number): void;
  clock: Clock;
  log: Log;
}

/** One try at a run's feed. */
type Reading = FetchFeedPayload & { fetchAttempt: number; fetchStartedAt: Date };

export interface FetchFeedOptions extends RawTextsOptions, EnqueuerOptions {
  /** How long what is known of a feed is relied on without reading all of it, in ms. */
  fullIntervalMs: number;
  workerName: string;
  workerConcurrency: number;
  /** Aborted when the worker shuts down: the job goes back to the queue and another worker reads the feed anew. */
  shutdown?: AbortSignal;
}

/**
 * The processor of fetch-feed jobs: streams a feed through the stages and adds its batches to the run's
 * tree. A retry reads the feed again from the start as the next fetch attempt; only the last one's batches
 * count.
 */
export function createFetchFeedProcessor(
  deps: FetchFeedDeps,
  options: FetchFeedOptions,
): Process<FetchFeedResult> {
  const { database, queues, log } = deps;

  return async (job, token, signal) => {
    const payload = fetchFeedPayload.parse(job.data);
    const run = await begin(payload);
    await dropSuperseded(run);
    const parent = await findParent(payload);
    const progress = createFetchProgress(deps, run, options);
    const { importBatches, importLogs } = database;
    const isCurrent = () => importLogs.isCurrent(run, run.fetchAttempt);
    const rawTexts = createRawTexts({ ...deps, ...database }, run, options);
    const stop = watchForStop(database, payload, [signal, options.shutdown]);
    const enqueuer = createEnqueuer({ ...deps, importBatches, isCurrent }, run, parent, options, stop.signal);
    const batcher = createBatcher(payload);
    let delta: DeltaImport | null = null;
    let manifestId: string | null = null;
    const enqueue = async (batches: PackedPostings[]) => {
      if (batches.length === 0) return;
      await delta?.beforeWriting();
      await enqueuer.enqueue(batches, delta?.openBefore === 0);
    };
    try {
      const source = await findSource(payload);
      const reading = await readFeed(deps, source, {
        signal: stop.signal,
        // Whoever asks for all of it does not want to hear that nothing has changed.
        useValidators: !payload.full,
        requestHeaders: requestHeadersOf(source),
      });
      if (!reading.notModified) {
        delta = await compare(run, source, reading);
        progress.noteComparison(delta.fullReadReason);
        await streamBatches(reading, {
          ...{ delta, batcher, enqueue, enqueuer, progress, rawTexts },
          signal: stop.signal,
        });
        if (reading.summary().complete) manifestId = await delta.finish();
      }
      return await complete(payload, reading, { enqueuer, progress, manifestId });
    } catch (thrown) {
      if (options.shutdown?.aborted) return await handBack(job, token);
      const error = stop.signal.aborted ? stop.signal.reason : thrown;
      if (await isOver(deps, job, error)) {
        try {
          // What was read whole before the feed broke off is worth importing.
          if (errorCode(error) !== 'run-cancelled') await enqueue(batcher.takeRest());
        } finally {
          await progress.fail(error, enqueuer.count);
        }
      }
      throw error;
    } finally {
      stop.release();
    }
  };

  async function begin(payload: FetchFeedPayload): Promise<Reading> {
    const fetchStartedAt = deps.clock();
    const fetchAttempt = await database.importLogs.beginFetch(payload, {
      startedAt: fetchStartedAt,
      worker: options.workerName,
      concurrency: options.workerConcurrency,
    });
    if (fetchAttempt !== null) return { ...payload, fetchAttempt, fetchStartedAt };
    throw new FeedflowError('run-unknown', `run ${payload.runId} has ended, or goes on in a later attempt`);
  }

  async function complete(
    payload: FetchFeedPayload,
    reading: FeedReading,
    read: { enqueuer: Enqueuer; progress: FetchProgress; manifestId: string | null },
  ): Promise<FetchFeedResult> {
    const summary: FeedSummary | null = reading.notModified ? null : reading.summary();
    const { enqueuer, progress, manifestId } = read;
    const { runId, attempt, sourceName: source } = payload;
    const counts = await progress.complete(summary, reading.http, enqueuer.count, manifestId);
    log.info({ runId, attempt, source, ...counts, batches: enqueuer.count }, 'feed read');
    return { ...counts, batches: enqueuer.count };
  }

  /** Takes back what an earlier try at the feed left: its waiting batches, the record of all of them, and kept texts. */
  async function dropSuperseded(run: Reading): Promise<void> {
    if (run.attempt > 1 || run.fetchAttempt > 1) await database.rawRecords.removeOf(run.runId);
    if (run.fetchAttempt === 1) return;
    const ids = await database.importBatches.supersededIds(run.runId, run.attempt, run.fetchAttempt);
    // One that a worker holds cannot be removed; it ends by itself and its result is not counted.
    await Promise.all(ids.map((id) => queues.batches.remove(id).catch(() => 0)));
    await database.importBatches.removeSuperseded(run.runId, run.attempt, run.fetchAttempt);
  }

  async function findParent(payload: FetchFeedPayload): Promise<Job> {
    const parent = await Job.fromId(queues.runs, jobIds.finalizeRun(payload));
    if (!parent)
      throw new FeedflowError('run-unknown', `run ${payload.runId} has no finalize-run job any more`);
    return parent;
  }

  function compare(run: Reading, source: Source, { keys, fingerprint }: FeedReading): Promise<DeltaImport> {
    const { sourceUrl, full } = run;
    const id = `${run.runId}-${run.attempt}-${run.fetchAttempt}`;
    const findsVanished = source.removeVanished === true;
    const { fullIntervalMs } = options;
    return createDeltaImport(deps, {
      ...{ id, sourceUrl, full, keys, fingerprint, fullIntervalMs, findsVanished },
    });
  }

  async function findSource(payload: FetchFeedPayload): Promise<Source> {
    const source = await database.sources.findByName(payload.sourceName);
    if (!source)
      throw new FeedflowError('source-unknown', `there is no source "${payload.sourceName}" any more`);
    return source;
  }
}

interface Stream {
  delta: DeltaImport;
  batcher: Batcher;
  enqueue(batches: PackedPostings[]): Promise<void>;
  enqueuer: Enqueuer;
  progress: FetchProgress;
  rawTexts: RawTexts;
  signal: AbortSignal;
}

/** The one loop that a record goes through: compared, read, counted, batched, enqueued. */
async function streamBatches(reading: FeedReading, stream: Stream): Promise<void> {
  const { batcher, enqueue, enqueuer, progress, rawTexts, signal } = stream;
  for await (const segment of reading.segments()) {
    signal.throwIfAborted();
    await takeSegment(segment, stream);
    await rawTexts.store();
    await enqueue(batcher.takeFull());
    await progress.report(reading.http, enqueuer.count);
    await enqueuer.waitForRoom();
  }
  await enqueue(batcher.takeRest());
}

async function takeSegment(
  segment: UnreadSegment,
  { delta, batcher, progress, rawTexts }: Pick<Stream, 'delta' | 'batcher' | 'progress' | 'rawTexts'>,
): Promise<void> {
  rawTexts.noteFirst(segment);
  const known = await delta.recognize(segment);
  if (known) {
    progress.countKnown(known, segment.firstPosition);
    for (const { offset } of known.failures) rawTexts.noteFailed(segment, segment.firstPosition + offset);
    return;
  }
  for (const record of await delta.compare(segment)) {
    const { position, failure } = record;
    if (failure) {
      progress.countFailure(position, failure);
      rawTexts.noteFailed(segment, position);
    } else {
      progress.countPosting(record);
      if (record.job) batcher.add(record.job);
    }
  }
}
