import type { NamedError, Run } from '../model/run.ts';
import type { RunDeps } from './deps.ts';
import { endRun } from './end-run.ts';
import { batchMeta, computeCounters, countsOfUnfinished, isCompared, sumFailureTotals } from './outcome.ts';

/**
 * Ends a run whose steps are lost, or that Redis did not take, with what is known of it. What it wrote counts.
 *
 * @param error null if it was cancelled
 * @param announce as `endRun`
 * @returns whether this call ended it
 */
export async function endLost(
  deps: RunDeps,
  run: Run,
  error: NamedError | null,
  announce: 'now' | 'later' = 'now',
): Promise<boolean> {
  const { importBatches, importLogs, jobs } = deps.database;
  const { sourceUrl, runId } = run;
  const status = error ? ('failed' as const) : ('cancelled' as const);
  const finishedAt = deps.clock();
  await importBatches.supersedeRepeated(runId);
  await importBatches.endOpen(runId, run.attempt, status, finishedAt);
  const sums = await importBatches.sums(runId);
  const removedJobs = await jobs.countClosedBy(run);
  const end = {
    status,
    finishedAt,
    counters: computeCounters(countsOfUnfinished(run.fetch, sums), sums, removedJobs),
    error,
    // A run that was read with many others lacks them.
    failures: (await importLogs.get(runId)).failures,
    failureTotals: sumFailureTotals(run.fetch.failureTotals, await importBatches.failureTotals(runId)),
    expiredJobs: await jobs.countExpiredBy(run),
    openAfter: isCompared(run) ? await jobs.countOpen(sourceUrl) : null,
    meta: batchMeta(sums),
  };
  return endRun(deps, run, end, { announce });
}
