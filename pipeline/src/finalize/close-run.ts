import { defaultFailureThreshold, type FailureThreshold } from '@feedflow/shared/model/failure-threshold';
import {
  type FailureSample,
  type FailureTotals,
  isCounted,
  type NamedError,
  type Removal,
  type Run,
  type RunCounters,
} from '@feedflow/shared/model/run';
import type { BatchSums } from '@feedflow/shared/mongo/batches/batch-reports';
import type { Database } from '@feedflow/shared/mongo/database';
import type { RunEnd } from '@feedflow/shared/mongo/runs/run-ends';
import type { FetchCounts } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import { type EndRunDeps, endRun } from '@feedflow/shared/run/end-run';
import {
  batchMeta,
  computeCounters,
  computeStatus,
  countsOfUnfinished,
  endWarnings,
  isCompared,
  sumFailureTotals,
  unaccountedRecords,
} from '@feedflow/shared/run/outcome';
import { type ChildFailures, isReaderStep } from './child-failures.ts';
import { closeMissingJobs } from './close-missing-jobs.ts';

export interface CloseRunDeps extends EndRunDeps {
  clock: Clock;
}

export interface CloseRunOptions {
  failureSampleLimit: number;
  /** If more than this share of a source's jobs is missing from its feed or deleted by it, none is closed. */
  shrinkLimitPercent: number;
  /** Aborted when the worker shuts down: jobs that are gone may be many, and another worker closes the rest. */
  shutdown?: AbortSignal;
}

/**
 * Ends a run all of whose batches are finished: computes its counters and status, closes the jobs that are no longer
 * in the feed, and keeps what the next import compares with. Safe to repeat.
 *
 * @param readsFeed false for a re-run of failed batches
 */
export async function closeRun(
  deps: CloseRunDeps,
  run: Run,
  { childFailures, readsFeed }: { childFailures: ChildFailures; readsFeed: boolean },
  options: CloseRunOptions,
): Promise<void> {
  const { database, clock } = deps;
  const { importBatches, sources } = database;
  const [sums, source] = await Promise.all([
    importBatches.sums(run.runId),
    sources.findByName(run.sourceName),
  ]);
  const finishedAt = clock();
  const { runId, attempt } = run;
  // A worker that stood still for a time may have lost the step to another one, and later runs have read the feed
  // since.
  const assertRunning = () => database.importLogs.assertCurrent({ runId, attempt });
  const before = () => {
    options.shutdown?.throwIfAborted();
    return assertRunning();
  };
  const limits = { limitPercent: options.shrinkLimitPercent, at: finishedAt, before };
  const isWhole = wroteAll(run, sums);
  const removal = isWhole ? await closeMissingJobs(database, run, limits) : null;
  const removedJobs = await countRemoved(database, run, removal);
  const counters = computeCounters(fetchCounts(run, sums), sums, removedJobs);
  const expiredJobs = await countExpired(database, run, counters);
  const fromFeed = run.failures.filter((failure) => failure.batchIndex === null);
  const inBatches = await failuresInBatches(deps, run, sums, options.failureSampleLimit - fromFeed.length);
  await assertRunning();
  const [openAfter] = await Promise.all([
    isCompared(run) ? database.jobs.countOpen(run.sourceUrl) : null,
    readsFeed ? keepResponse(run, isWhole, sources) : null,
    // What a worker wrote before it was lost is a change too, and known as one when the run has ended.
    database.changes.settle(run.runId),
  ]);
  // Before the next import of the source can start, which compares its feed with this one.
  const isHeld = removal?.state === 'held';
  if (isWhole && openAfter !== null) await keepReading(database, run, { openJobs: openAfter, isHeld });
  // A re-run of the batches that failed closes the jobs that are gone, or else the next import does.
  else if (readAll(run) && run.fetch.manifestId)
    await database.importManifests.handOnGone(run.fetch.manifestId);
  const threshold = source?.failureThreshold ?? defaultFailureThreshold;
  const status = statusOf(run, { counters, sums, threshold });
  await endRun(deps, run, {
    status,
    finishedAt,
    counters,
    error: runError(deps, run, { childFailures, counters, sums }),
    failures: [...fromFeed, ...inBatches.samples],
    failureTotals: sumFailureTotals(run.fetch.failureTotals, inBatches.totals),
    warnings: endWarnings(run.warnings ?? [], status, counters, threshold),
    removal,
    expiredJobs,
    openAfter,
    meta: batchMeta(sums),
  });
}

/** The failed records of a run's batches: totals by reason, and samples. */
async function failuresInBatches(
  { database: { importBatches } }: Pick<CloseRunDeps, 'database'>,
  { runId }: Run,
  { failedJobs }: BatchSums,
  limit: number,
): Promise<{ totals: FailureTotals; samples: FailureSample[] }> {
  if (failedJobs === 0) return { totals: {}, samples: [] };
  const [totals, samples] = await Promise.all([
    importBatches.failureTotals(runId),
    importBatches.samples(runId, limit),
  ]);
  return { totals, samples };
}

/** Also those that it closed before it was interrupted and then cancelled, or started again. */
async function countRemoved(
  { jobs }: Pick<Database, 'jobs'>,
  run: Run,
  removal: Removal | null,
): Promise<number> {
  const isInterrupted = run.attempts.length > 1 || run.cancelRequestedAt !== null;
  return removal?.state === 'closed' || isInterrupted ? jobs.countClosedBy(run) : 0;
}

/** Jobs are closed as expired by writing them, so that a run which wrote none has closed none. */
async function countExpired(
  { jobs }: Pick<Database, 'jobs'>,
  run: Run,
  { newJobs, updatedJobs }: RunCounters,
): Promise<number> {
  return newJobs + updatedJobs === 0 ? 0 : jobs.countExpiredBy(run);
}

function statusOf(
  run: Run,
  { counters, sums, threshold }: { counters: RunCounters; sums: BatchSums; threshold: FailureThreshold },
): RunEnd['status'] {
  if (run.cancelRequestedAt) return 'cancelled';
  return computeStatus({
    counters,
    fetchFailed: run.fetch.status !== 'completed',
    feedComplete: run.fetch.complete === true,
    unwrittenRecords: unwrittenRecords(sums),
    threshold,
  });
}

/** What stopped the run as a whole: its feed, or counters that do not add up, which is never hidden. */
function runError(
  { log }: Pick<CloseRunDeps, 'log'>,
  run: Run,
  { childFailures, counters, sums }: { childFailures: ChildFailures; counters: RunCounters; sums: BatchSums },
): NamedError | null {
  const missing = unaccountedRecords(counters, sums.cancelledRecords);
  if (missing !== 0) {
    const message = `the counters do not add up: ${missing} of ${counters.totalFetched} records are unaccounted for`;
    log.error({ runId: run.runId, attempt: run.attempt, source: run.sourceName, ...counters }, message);
    return { code: 'counters-disagree', message };
  }
  if (run.cancelRequestedAt) return null;
  if (run.fetch.error) return run.fetch.error;
  const reason = [...childFailures].find(([id]) => isReaderStep(id))?.[1];
  return reason ? { code: 'fetch-failed', message: reason } : null;
}

/** MongoDB has what the run read: the next import of its source can be compared with it. */
async function keepReading(
  { importManifests, sources }: Pick<Database, 'importManifests' | 'sources'>,
  run: Run,
  { openJobs, isHeld }: { openJobs: number; isHeld: boolean },
): Promise<void> {
  const { manifestId, listing } = run.fetch;
  if (!manifestId) return;
  const isLatest = await importManifests.trust(manifestId, openJobs, isHeld);
  if (isLatest && listing) await sources.recordListing(run, listing);
}

/** Whether the run read its feed to the end, and was not to stop. */
function readAll({ fetch, cancelRequestedAt }: Run): boolean {
  return fetch.status === 'completed' && fetch.complete === true && cancelRequestedAt === null;
}

/** Whether it did, and MongoDB has all of its jobs. */
function wroteAll(run: Run, sums: BatchSums): boolean {
  return readAll(run) && unwrittenRecords(sums) === 0;
}

/**
 * Records of batches whose jobs MongoDB does not have. Those of an attempt that was cancelled stay so in its re-run.
 */
function unwrittenRecords({ failedJobs, cancelledRecords }: BatchSums): number {
  return failedJobs + cancelledRecords;
}

/**
 * Keeps the validators of the response with the source. The next response may be "not modified" only if this run
 * wrote all of its feed: otherwise what is missing would stay missing until the feed changes. The validators of the
 * first of several pages say nothing of the others. A response without a feed says nothing of the feed.
 */
async function keepResponse(run: Run, isWhole: boolean, sources: Database['sources']): Promise<void> {
  const hasFeed = run.fetch.identity !== null && isCounted(run.fetch);
  if (!run.http || !(run.http.notModified || hasFeed)) return;
  const { etag, lastModified, movedTo, notModified } = run.http;
  const { sourceName, sourceUrl, startedAt: readAt } = run;
  const read = { sourceName, sourceUrl, readAt };
  if (notModified) return sources.recordResponse(read, { movedTo });
  const http =
    isWhole && (run.fetch.pages ?? 1) === 1 ? { etag, lastModified } : { etag: null, lastModified: null };
  await sources.recordResponse(read, { http, movedTo });
}

function fetchCounts(run: Run, sums: BatchSums): FetchCounts {
  if (run.fetch.status === 'completed' && isCounted(run.fetch)) return run.fetch;
  return countsOfUnfinished(run.fetch, sums);
}
