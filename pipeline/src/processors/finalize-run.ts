import type { Alerter } from '@feedflow/shared/alerts/alerter';
import {
  type NamedError,
  type Run,
  type RunCounters,
  type RunStatus,
  runCounters,
} from '@feedflow/shared/model/run';
import type { BatchSums } from '@feedflow/shared/mongo/batches/batch-reports';
import type { Database } from '@feedflow/shared/mongo/database';
import type { RunEnd } from '@feedflow/shared/mongo/runs/run-ends';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import type { Queues } from '@feedflow/shared/queues/connect';
import { finalizeRunPayload } from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';
import { announceEnd, endRun } from '@feedflow/shared/run/end-run';
import {
  computeCounters,
  computeStatus,
  countsOfUnfinished,
  type FetchCounts,
  sumFailureTotals,
  unaccountedRecords,
} from '@feedflow/shared/run/outcome';
import { type ChildOutcomes, readChildren } from '../finalize/outcome-of-children.ts';
import { removeVanished } from '../finalize/remove-vanished.ts';
import { settleOpenBatches } from '../finalize/settle-open-batches.ts';
import type { Processor } from './guard.ts';
import { RERUN_FETCH_ATTEMPT } from './requeue-batches.ts';

export interface FinalizeRunDeps {
  database: Database;
  queues: Queues;
  events: EventPublisher;
  alerter?: Alerter;
  clock: Clock;
  log: Log;
}

export interface FinalizeRunOptions {
  failureSampleLimit: number;
  /** A feed that lost more than this share of its postings has none of them closed. */
  shrinkLimitPercent: number;
}

/** What a finalize-run job returns; null where it left the run to be started again. */
export type FinalizeResult = (RunCounters & { status: RunStatus }) | null;

/**
 * The processor of finalize-run jobs: once every child has ended, computes the run's counters and status
 * from what its batches came to and closes the run. Each step may be done twice: a run that has ended is
 * left as it is, and what follows its end is done again.
 *
 * A run whose batches vanished from Redis is not closed: without jobs it is found by the reaper, and starts
 * again.
 */
export function createFinalizeRunProcessor(
  deps: FinalizeRunDeps,
  options: FinalizeRunOptions,
): Processor<FinalizeResult> {
  const { database, queues, clock, log } = deps;

  return async (job) => {
    const { runId, attempt, readsFeed } = finalizeRunPayload.parse(job.data);
    const run = await database.importLogs.get(runId);
    const fetchAttempt = readsFeed ? run.fetch.fetchAttempt : RERUN_FETCH_ATTEMPT;
    const [values, failures] = await Promise.all([job.getChildrenValues(), job.getIgnoredChildrenFailures()]);
    const children = readChildren(values, failures, fetchAttempt);
    if (run.status === 'running' && run.attempt === attempt) {
      // A reader that lost its job may have written batches down after the next one had removed them.
      if (readsFeed) await database.importBatches.removeSuperseded(runId, attempt, fetchAttempt);
      const { lost } = await settleOpenBatches(
        { ...deps, importBatches: database.importBatches, batchQueue: queues.batches },
        run,
        children,
      );
      if (lost > 0) {
        log.error(
          { runId, attempt, source: run.sourceName, lost },
          'batches are gone from Redis: the run will start again',
        );
        await forgetFailedJobs(children);
        return null;
      }
      await closeRun(run, children, readsFeed);
    } else if (run.attempt === attempt) await announceEnd(deps, run);
    const ended = await database.importLogs.find(runId);
    await forgetFailedJobs(children);
    return ended ? { ...runCounters.parse(ended), status: ended.status } : null;
  };

  async function closeRun(run: Run, children: ChildOutcomes, readsFeed: boolean): Promise<void> {
    const { importBatches, sources } = database;
    const [sums, batchTotals] = await Promise.all([
      importBatches.sums(run.runId),
      importBatches.failureTotals(run.runId),
    ]);
    const counts = fetchCounts(run, sums);
    const finishedAt = clock();
    const limits = { limitPercent: options.shrinkLimitPercent, at: finishedAt };
    const isWhole = wroteAll(run, sums);
    const removed = isWhole ? await removeVanished(database, run, limits) : null;
    const counters = computeCounters(counts, sums, removed?.removedJobs);
    const status: RunEnd['status'] = run.cancelRequestedAt
      ? 'cancelled'
      : computeStatus({
          counters,
          fetchFailed: run.fetch.status !== 'completed',
          feedComplete: run.fetch.complete === true,
          failedBatches: sums.counts.failed,
        });
    const fromFeed = run.failures.filter((failure) => failure.batchIndex === null);
    const samples = await importBatches.samples(run.runId, options.failureSampleLimit - fromFeed.length);
    if (readsFeed) await keepResponse(run, isWhole, sources);
    // Before its source can be imported again: the next import is to be compared with this one.
    if (isWhole) await trustManifest(database, run);
    await endRun(deps, run, {
      status,
      finishedAt,
      counters,
      error: runError(run, children, counters, sums),
      failures: [...fromFeed, ...samples],
      failureTotals: sumFailureTotals(run.fetch.failureTotals, batchTotals),
      removal: removed?.removal ?? null,
      meta: {
        totalBatches: Object.values(sums.counts).reduce((sum, one) => sum + one, 0),
        processedBatches: sums.counts.completed + sums.counts.failed,
        failedBatches: sums.counts.failed,
      },
    });
  }

  /** What stopped the run as a whole: its feed, or numbers that do not add up, which is never hidden. */
  function runError(
    run: Run,
    children: ChildOutcomes,
    counters: RunCounters,
    sums: BatchSums,
  ): NamedError | null {
    const missing = unaccountedRecords(counters, sums.cancelledRecords);
    if (missing !== 0) {
      const message = `the counters do not add up: ${missing} of ${counters.totalFetched} records are unaccounted for`;
      log.error({ runId: run.runId, attempt: run.attempt, source: run.sourceName, ...counters }, message);
      return { code: 'counters-disagree', message };
    }
    if (run.cancelRequestedAt) return null;
    if (run.fetch.error) return run.fetch.error;
    const reason = [...children.failures].find(([id]) => isReader(id))?.[1];
    return reason ? { code: 'fetch-failed', message: reason } : null;
  }

  /** Failed children were kept for this moment only; what their records need is in import_batches now. */
  async function forgetFailedJobs(children: ChildOutcomes): Promise<void> {
    for (const id of children.failures.keys()) {
      // A job in a worker's hands cannot be removed, and goes by itself. In an outage this job is done once more.
      await (isReader(id) ? queues.feeds : queues.batches).remove(id).catch((error: unknown) => {
        if (isRedisUnavailable(error)) throw error;
      });
    }
  }
}

/** MongoDB holds what the run read: the next import of its source can be compared with it. */
async function trustManifest(
  { jobs, importManifests }: Pick<Database, 'jobs' | 'importManifests'>,
  { sourceUrl, fetch: { manifestId } }: Run,
): Promise<void> {
  if (manifestId) await importManifests.trust(manifestId, await jobs.countOpen(sourceUrl));
}

/** Whether the run read its feed to the end and MongoDB has all that came out of it. */
function wroteAll({ fetch, cancelRequestedAt }: Run, sums: BatchSums): boolean {
  const readAll = fetch.status === 'completed' && fetch.complete === true && cancelRequestedAt === null;
  return readAll && sums.counts.failed === 0 && sums.counts.cancelled === 0 && sums.failedJobs === 0;
}

/**
 * Keeps on the source what its server said. The next read of a feed may be answered "not modified" only where all of this one arrived: else what is
 * missing would stay missing until the feed changes.
 */
async function keepResponse(run: Run, isWhole: boolean, sources: Database['sources']): Promise<void> {
  if (!run.http) return;
  const { etag, lastModified, movedTo, notModified } = run.http;
  if (notModified) return sources.recordAnswer(run, { movedTo });
  const http = isWhole ? { etag, lastModified } : { etag: null, lastModified: null };
  await sources.recordAnswer(run, { http, movedTo });
}

function fetchCounts(run: Run, sums: BatchSums): FetchCounts {
  if (run.fetch.status === 'completed') return run.fetch;
  return countsOfUnfinished(run.fetch, sums);
}

/** Whether a child reads the feed or the kept batches, rather than being a batch. */
function isReader(jobId: string): boolean {
  return jobId.endsWith('-fetch') || jobId.endsWith('-requeue');
}
