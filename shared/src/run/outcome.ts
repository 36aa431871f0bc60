import { amountLabel, countLabel } from '../model/amount-label.ts';
import type { BatchCounters } from '../model/batch.ts';
import { sumOutcomes } from '../model/counters.ts';
import { type FailureThreshold, toleratedFailures } from '../model/failure-threshold.ts';
import type { FailureTotals, Run, RunCounters, RunStatus, RunWarning } from '../model/run.ts';
import type { BatchSums } from '../mongo/batches/batch-reports.ts';
import type { RunEnd } from '../mongo/runs/run-ends.ts';
import type { FetchCounts } from '../mongo/runs/run-fetches.ts';

/** The counts of a fetch-feed that was not completed: what it reported, and the records of its batches. */
export function countsOfUnfinished(fetch: FetchCounts, sums: Pick<BatchSums, 'records'>): FetchCounts {
  const { duplicateJobs, failedJobs, unchangedJobs = 0, skippedJobs = 0 } = fetch;
  const totalFetched = duplicateJobs + failedJobs + unchangedJobs + skippedJobs + sums.records;
  return { duplicateJobs, failedJobs, unchangedJobs, skippedJobs, totalFetched };
}

/**
 * A run's counters from those of its fetch and the sums over its batches.
 *
 * @param removedJobs jobs it closed
 */
export function computeCounters(fetch: FetchCounts, batches: BatchCounters, removedJobs = 0): RunCounters {
  const unchangedJobs = (fetch.unchangedJobs ?? 0) + batches.unchangedJobs;
  return {
    totalFetched: fetch.totalFetched,
    totalImported: batches.newJobs + batches.updatedJobs + unchangedJobs,
    newJobs: batches.newJobs,
    updatedJobs: batches.updatedJobs,
    unchangedJobs,
    duplicateJobs: fetch.duplicateJobs,
    skippedJobs: fetch.skippedJobs ?? 0,
    failedJobs: fetch.failedJobs + batches.failedJobs,
    removedJobs,
  };
}

/**
 * How far `totalFetched` is from the sum of the outcomes: 0 if the counters are complete.
 *
 * @param cancelledRecords records that a cancelled run left undone
 */
export function unaccountedRecords(counters: RunCounters, cancelledRecords = 0): number {
  return counters.totalFetched - cancelledRecords - sumOutcomes(counters);
}

/**
 * A run's final status: failed where nothing was imported or skipped, and something failed or the feed could not be
 * read; partial where the feed was not read to its end, more of its records than tolerated failed, or a job was not
 * written, which a re-run or the next run can repair; else completed. Failures are compared with all records of the
 * feed, also those that are skipped: a record that cannot be read may be one of either.
 */
export function computeStatus(facts: {
  counters: RunCounters;
  fetchFailed: boolean;
  feedComplete: boolean;
  /** Records whose job was not written: it could not be, or their batch failed or was cancelled. */
  unwrittenRecords: number;
  threshold: FailureThreshold;
}): Exclude<RunStatus, 'running' | 'cancelled'> {
  const { totalFetched, totalImported, skippedJobs, failedJobs } = facts.counters;
  const cannotComplete = facts.fetchFailed || facts.unwrittenRecords > 0;
  if ((cannotComplete || failedJobs > 0) && totalImported + skippedJobs === 0) return 'failed';
  const isTolerated = failedJobs <= toleratedFailures(facts.threshold, totalFetched);
  return cannotComplete || !isTolerated || !facts.feedComplete ? 'partial' : 'completed';
}

/**
 * A run's warnings at its end: those of its feed, and one of the failed records if it is completed all the same.
 *
 * @param warnings of the run so far, or of an earlier end
 */
export function endWarnings(
  warnings: readonly RunWarning[],
  status: RunStatus,
  { failedJobs, totalFetched }: RunCounters,
  threshold: FailureThreshold,
): RunWarning[] {
  const ofFeed = warnings.filter(({ code }) => code !== 'records-failed');
  if (status !== 'completed' || failedJobs === 0) return ofFeed;
  const message = `${countLabel(failedJobs)} of ${amountLabel(totalFetched, 'record')} failed; up to ${countLabel(toleratedFailures(threshold, totalFetched))} are tolerated`;
  return ofFeed.concat({ code: 'records-failed', count: failedJobs, message, samples: [] });
}

/** Whether a run compared a feed with the stored jobs: one that has not has changed none. */
export function isCompared({ fetch: { openBefore, manifestId } }: Pick<Run, 'fetch'>): boolean {
  return typeof openBefore === 'number' || manifestId !== null;
}

/** The numbers of batches of a run that has ended. Cancelled batches were not processed. */
export function batchMeta({ counts }: BatchSums): RunEnd['meta'] {
  return {
    totalBatches: Object.values(counts).reduce((sum, one) => sum + one, 0),
    processedBatches: counts.completed + counts.failed,
    failedBatches: counts.failed,
  };
}

/** Adds reason totals together. */
export function sumFailureTotals(...parts: (FailureTotals | undefined)[]): FailureTotals {
  const sum: FailureTotals = {};
  for (const part of parts) {
    for (const [code, count] of Object.entries(part ?? {})) sum[code] = (sum[code] ?? 0) + count;
  }
  return sum;
}

/**
 * A running run's counters and progress as they stand now; what has ended is returned as it is. The run was read before
 * its batches: records of batches that were enqueued in between count as fetched, so that the total is never below the
 * sum of the outcomes.
 */
export function withLiveTotals<T extends Pick<Run, 'status' | 'fetch' | 'meta'> & RunCounters>(
  run: T,
  sums: BatchSums,
): T {
  if (run.status !== 'running') return run;
  const totalFetched = Math.max(run.fetch.totalFetched, countsOfUnfinished(run.fetch, sums).totalFetched);
  const fetch = { ...run.fetch, totalFetched };
  const { processedBatches, failedBatches } = batchMeta(sums);
  return {
    ...run,
    fetch,
    ...computeCounters(fetch, sums, run.removedJobs),
    meta: { ...run.meta, processedBatches, failedBatches },
  };
}
