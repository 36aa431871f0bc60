import type { Clock } from '@feedflow/shared/clock';
import { FeedflowError } from '@feedflow/shared/errors';
import type { BatchCounters } from '@feedflow/shared/import-batch';
import {
  type ImportLog,
  type NamedError,
  type RunCounters,
  type RunStatus,
  runCounters,
} from '@feedflow/shared/import-log';
import type { Log } from '@feedflow/shared/log';
import type { Database } from '@feedflow/shared/mongo/database';
import type { BatchSums } from '@feedflow/shared/mongo/import-batches';
import type { RunEnd } from '@feedflow/shared/mongo/import-logs';
import { finalizeRunPayload } from '@feedflow/shared/queues';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { Queues } from '@feedflow/shared/redis/queues';
import {
  computeCounters,
  computeStatus,
  type FetchCounts,
  sumFailureTotals,
  unaccountedRecords,
} from '@feedflow/shared/run/outcome';
import { type ChildOutcomes, readChildren } from '../finalize/outcome-of-children.ts';
import { settleOpenBatches } from '../finalize/settle-open-batches.ts';
import type { Process } from './guard.ts';

export interface FinalizeRunDeps {
  database: Database;
  queues: Queues;
  events: EventPublisher;
  clock: Clock;
  log: Log;
}

/**
 * The processor of finalize-run jobs: once every child has ended, computes the run's counters and status
 * from their results and closes the run. It may run twice: a run that has ended is left as it is.
 */
export function createFinalizeRunProcessor(
  deps: FinalizeRunDeps,
  options: { failureSampleLimit: number },
): Process<RunCounters & { status: RunStatus }> {
  const { database, queues, events, clock, log } = deps;

  return async (job) => {
    const reference = finalizeRunPayload.parse(job.data);
    const run = await database.importLogs.find(reference.runId);
    if (!run) throw new FeedflowError('run-unknown', `there is no run ${reference.runId}`);
    if (run.status !== 'running' || run.attempt !== reference.attempt) return outcomeOf(run);

    const children = readChildren(
      await job.getChildrenValues(),
      await job.getIgnoredChildrenFailures(),
      run.fetch.fetchAttempt,
    );
    await settleOpenBatches(
      { ...deps, importBatches: database.importBatches, batchQueue: queues.batches },
      run,
      children,
    );
    const ended = await closeRun(run, children, reference.readsFeed);
    await forgetFailedJobs(children);
    return ended;
  };

  async function closeRun(run: ImportLog, children: ChildOutcomes, readsFeed: boolean) {
    const { importBatches } = database;
    const [sums, earlier, batchTotals] = await Promise.all([
      importBatches.sums(run.runId),
      importBatches.sums(run.runId, { before: run.attempt }),
      importBatches.failureTotals(run.runId),
    ]);
    const fetched = fetchCounts(run, children, sums, readsFeed);
    const counters = computeCounters(fetched, batchCounters(children, earlier, sums));
    const finishedAt = clock();
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
    await database.importLogs.finish(run, {
      status,
      finishedAt,
      counters,
      error: runError(run, children, counters, sums),
      failures: [...fromFeed, ...samples],
      failureTotals: sumFailureTotals(run.fetch.failureTotals, batchTotals),
      meta: {
        totalBatches: Object.values(sums.counts).reduce((sum, one) => sum + one, 0),
        processedBatches: sums.counts.completed + sums.counts.failed,
        failedBatches: sums.counts.failed,
      },
    });
    await database.sources.recordRunEnd(run.sourceName, { runId: run.runId, status, finishedAt });
    const durationMs = Math.max(0, finishedAt.getTime() - run.startedAt.getTime());
    const { runId, sourceName } = run;
    await events.publish({ type: 'run.finished', runId, sourceName, status, ...counters, durationMs });
    log.info({ runId, source: sourceName, status, ...counters, durationMs }, 'run finished');
    return { ...counters, status };
  }

  /** What stopped the run as a whole: its feed, or numbers that do not add up, which is never hidden. */
  function runError(
    run: ImportLog,
    children: ChildOutcomes,
    counters: RunCounters,
    sums: BatchSums,
  ): NamedError | null {
    const missing = unaccountedRecords(counters, sums.cancelledRecords);
    if (missing !== 0) {
      const message = `the counters do not add up: ${missing} of ${counters.totalFetched} records are unaccounted for`;
      log.error({ runId: run.runId, ...counters }, message);
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
      await (isReader(id) ? queues.feeds : queues.batches).remove(id).catch(() => 0);
    }
  }
}

/**
 * Sums over the children's own results, and over the batches that earlier attempts of the run brought to
 * their end; the records of a batch that failed as a whole all failed.
 */
function batchCounters(children: ChildOutcomes, earlier: BatchSums, all: BatchSums): BatchCounters {
  const total = {
    newJobs: earlier.newJobs,
    updatedJobs: earlier.updatedJobs,
    unchangedJobs: earlier.unchangedJobs,
    failedJobs: earlier.failedJobs - earlier.failedBatchRecords + all.failedBatchRecords,
  };
  for (const result of children.batches.values()) {
    total.newJobs += result.newJobs;
    total.updatedJobs += result.updatedJobs;
    total.unchangedJobs += result.unchangedJobs;
    total.failedJobs += result.failedJobs;
  }
  return total;
}

/**
 * What was read: by the fetch-feed of this attempt, or, for a re-run, by the one before it. A fetch-feed
 * that failed left no result: what it had read is what it reported and what became batches.
 */
function fetchCounts(
  run: ImportLog,
  children: ChildOutcomes,
  sums: BatchSums,
  readsFeed: boolean,
): FetchCounts {
  if (children.fetch) return children.fetch;
  if (!readsFeed && run.fetch.status === 'completed') return run.fetch;
  const { duplicateJobs, failedJobs } = run.fetch;
  return { duplicateJobs, failedJobs, totalFetched: duplicateJobs + failedJobs + sums.records };
}

/** Whether a child reads the feed or the kept batches, rather than being a batch. */
function isReader(jobId: string): boolean {
  return jobId.endsWith('-fetch') || jobId.endsWith('-requeue');
}

function outcomeOf(run: ImportLog): RunCounters & { status: RunStatus } {
  return { ...runCounters.parse(run), status: run.status };
}
