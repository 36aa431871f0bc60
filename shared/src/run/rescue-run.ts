import { Job } from 'bullmq';
import { errorMessage } from '../errors.ts';
import type { Run } from '../model/run.ts';
import { jobIds } from '../queues/names.ts';
import { buildRunTree } from '../queues/run-tree.ts';
import type { RunDeps, RunOptions } from './deps.ts';
import { endRun } from './end-run.ts';
import { endRefused, launch } from './launch.ts';
import { newAttempt, waitingFetch } from './new-run.ts';
import { batchMeta, computeCounters, countsOfUnfinished, sumFailureTotals } from './outcome.ts';

/** After this many rescues the run fails. */
const MAX_RESCUES = 3;
/** Children that are read to see whether a waiting tree still has any. */
const CHILDREN_SAMPLE = 20;

export type RescueResult = 'alive' | 'restarted' | 'given-up' | 'done-elsewhere';

/**
 * Starts a running run whose steps are missing from Redis again, as its next attempt: the feed is the source
 * and upserts are idempotent, so reading it again is always correct. After three rescues the run fails, with the
 * reason. Harmless if the run is alive after all, or if two processes rescue it at once: one begins the next
 * attempt, and what is left of the old tree no longer counts.
 *
 * @throws FeedflowError 'service-unavailable' where Redis does not take the tree: the run has then failed
 */
export async function rescueRun(deps: RunDeps, options: RunOptions, run: Run): Promise<RescueResult> {
  if (await hasLiveTree(deps, run)) return 'alive';
  const { importLogs, importBatches, importManifests } = deps.database;
  const facts = { runId: run.runId, source: run.sourceName, attempt: run.attempt };
  if (run.cancelRequestedAt || run.attempts.filter((one) => one.rescue).length >= MAX_RESCUES) {
    return (await giveUp(deps, run)) ? 'given-up' : 'done-elsewhere';
  }
  const attempt = run.attempt + 1;
  const started = newAttempt({ attempt, trigger: run.trigger, rescue: true, startedAt: deps.clock() });
  // Other runs may have come between the reading of the feed and a re-run of its batches.
  const isRerun = run.attempts.at(-1)?.trigger === 'rerun';
  const openBefore = isRerun ? null : (run.fetch.openBefore ?? null);
  const fetch = { ...waitingFetch, openBefore };
  const begun = await importLogs.beginAttempt(run, { attempt: started, from: 'running', fetch });
  if (!begun) return 'done-elsewhere';
  deps.log.warn(facts, 'the steps of a run are missing from Redis: it starts again');
  await importBatches.supersedeBefore(run.runId, attempt);
  // Its own manifest may be trusted already: compared with that, jobs that it wrote would count as unchanged. An earlier
  // rescue may have been interrupted before this.
  if (run.fetch.manifestId || run.attempts.length > 1) await importManifests.distrust(run.sourceUrl, null);
  await clearTree(deps, run);
  const { runId, sourceName, sourceUrl } = run;
  const { batchAttempts } = options;
  const { batchSize } = run.meta;
  const maxBatchSize = Math.max(batchSize, options.maxBatchSize);
  const begunRun = await importLogs.find(run.runId);
  if (begunRun?.attempt !== attempt) return 'done-elsewhere';
  await launch(
    deps,
    begunRun,
    buildRunTree(
      {
        runId,
        attempt,
        sourceName,
        sourceUrl,
        batchSize,
        maxBatchSize,
        batchAttempts,
        full: run.full ?? true,
      },
      options,
    ),
    (error) => endRefused(deps, begunRun, error),
  );
  return 'restarted';
}

async function hasLiveTree({ queues }: RunDeps, run: Run): Promise<boolean> {
  const finalize = await Job.fromId(queues.runs, jobIds.finalizeRun(run));
  if (!finalize) return false;
  const state = await finalize.getState();
  if (state !== 'waiting-children') return state !== 'failed' && state !== 'completed' && state !== 'unknown';
  // A parent waits indefinitely for children that were removed or ended without BullMQ's bookkeeping.
  const { unprocessed = [] } = await finalize.getDependencies({ unprocessed: { count: CHILDREN_SAMPLE } });
  if (unprocessed.length === 0) return (await finalize.getState()) !== 'waiting-children';
  const pending = await Promise.all(unprocessed.map((key) => queues.isPending(key)));
  return pending.some(Boolean);
}

/** Removes what is left of a dead tree from Redis: its steps would wait there indefinitely. */
async function clearTree({ queues, log }: RunDeps, run: Run): Promise<void> {
  try {
    await queues.runs.remove(jobIds.finalizeRun(run), { removeChildren: true });
  } catch (error) {
    // A step that a worker holds cannot be removed: it ends later, and no longer counts.
    log.debug({ runId: run.runId, reason: errorMessage(error) }, 'an old tree was not removed');
  }
}

/** Ends a run with what is known of it: as cancelled if that was requested, else as failed. */
async function giveUp(deps: RunDeps, run: Run): Promise<boolean> {
  const { importBatches, jobs } = deps.database;
  const { sourceUrl, runId } = run;
  const status = run.cancelRequestedAt ? ('cancelled' as const) : ('failed' as const);
  const finishedAt = deps.clock();
  await importBatches.endOpen(run.runId, run.attempt, status, finishedAt);
  const sums = await importBatches.sums(run.runId);
  const removedJobs = await jobs.countClosedBy(sourceUrl, runId);
  const counters = computeCounters(countsOfUnfinished(run.fetch, sums), sums, removedJobs);
  const message = `its jobs were lost ${MAX_RESCUES + 1} times; start a new import once the cause is found`;
  const error = status === 'failed' ? { code: 'run-lost', message } : null;
  const ended = await endRun(deps, run, {
    status,
    finishedAt,
    counters,
    error,
    failures: run.failures ?? [],
    failureTotals: sumFailureTotals(run.fetch.failureTotals, await importBatches.failureTotals(run.runId)),
    expiredJobs: await jobs.countExpiredBy(sourceUrl, runId),
    meta: batchMeta(sums),
  });
  if (ended) await clearTree(deps, run);
  return ended;
}
