import { type FlowJob, Job } from 'bullmq';
import { errorMessage } from '../errors.ts';
import type { Run } from '../model/run.ts';
import { jobIds } from '../queues/names.ts';
import { buildRerunTree, buildRunTree } from '../queues/run-tree.ts';
import type { RunDeps, RunOptions } from './deps.ts';
import { endLost } from './end-lost.ts';
import { launch } from './launch.ts';
import { newAttempt, waitingAgain } from './new-run.ts';

/** After this many rescues the run fails. */
const MAX_RESCUES = 3;
/** Children that are read to see whether a waiting tree still has any. */
const CHILDREN_SAMPLE = 20;

export type RescueResult = 'alive' | 'restarted' | 'given-up' | 'done-elsewhere';

/**
 * Starts a running run whose steps are missing from Redis again, as its next attempt: the feed is the source
 * and upserts are idempotent, so reading it again is always correct; a re-run executes what it had not executed. After
 * three rescues the run fails, with the reason. Harmless if the run is alive after all, or if two processes rescue it
 * at once: one begins the next attempt, and it replaces what is left of the old tree.
 *
 * @throws FeedflowError 'service-unavailable' where Redis does not take the tree: the run has then failed
 */
export async function rescueRun(deps: RunDeps, options: RunOptions, run: Run): Promise<RescueResult> {
  if (await hasLiveTree(deps, run)) return 'alive';
  // One that waits until jobs are closed has no tree yet, and must not begin meanwhile.
  if (await deps.database.sourceLocks.isLocked(run.sourceUrl)) return 'alive';
  // First: a process that was lost after it had begun the next attempt would leave it.
  await clearTree(deps, run);
  if (run.cancelRequestedAt || run.attempts.filter((one) => one.rescue).length >= MAX_RESCUES) {
    return (await giveUp(deps, run)) ? 'given-up' : 'done-elsewhere';
  }
  const begun = await beginRescue(deps, run);
  if (!begun) return 'done-elsewhere';
  const facts = { runId: run.runId, source: run.sourceName, attempt: run.attempt };
  deps.log.warn(facts, 'the steps of a run are missing from Redis: it starts again');
  await launch(deps, begun, treeOf(begun, options), (error) => endLost(deps, begun, error, 'later'));
  return 'restarted';
}

/** @returns the run in its next attempt; null if it was begun elsewhere */
async function beginRescue({ database, clock }: RunDeps, run: Run): Promise<Run | null> {
  const { importLogs, importManifests } = database;
  const attempt = run.attempt + 1;
  const trigger = isRerun(run) ? 'rerun' : run.trigger;
  const started = newAttempt({ attempt, trigger, rescue: true, startedAt: clock() });
  const fetch = isRerun(run) ? undefined : waitingAgain(run.fetch);
  if (!(await importLogs.beginAttempt(run, { attempt: started, from: 'running', fetch }))) return null;
  // Its own manifest may be trusted already: compared with that, jobs that it wrote would count as unchanged. An
  // earlier rescue may have been interrupted before this.
  if (fetch && (run.fetch.manifestId || run.attempts.length > 1))
    await importManifests.distrust(run.sourceUrl, null);
  const begun = await importLogs.find(run.runId);
  return begun?.attempt === attempt ? begun : null;
}

/** Whether a run was lost while it executed failed batches again. */
function isRerun({ attempts }: Run): boolean {
  return attempts.at(-1)?.trigger === 'rerun';
}

function treeOf(run: Run, options: RunOptions): FlowJob {
  const { runId, attempt, sourceName, sourceUrl } = run;
  const { batchAttempts } = options;
  const common = { runId, attempt, sourceName, sourceUrl, batchAttempts };
  if (isRerun(run)) return buildRerunTree({ ...common, batches: null });
  const { batchSize } = run.meta;
  const maxBatchSize = Math.max(batchSize, options.maxBatchSize);
  return buildRunTree({ ...common, batchSize, maxBatchSize, full: run.full ?? true }, options);
}

async function hasLiveTree({ queues }: RunDeps, run: Run): Promise<boolean> {
  const finalize = await Job.fromId(queues.runs, jobIds.finalizeRun(run));
  if (!finalize) return false;
  const state = await finalize.getState();
  if (state !== 'waiting-children') return state !== 'failed' && state !== 'completed' && state !== 'unknown';
  // A parent waits indefinitely for children that were removed or ended without BullMQ's bookkeeping.
  const children = await childrenOf(finalize);
  if (children.length === 0) return (await finalize.getState()) !== 'waiting-children';
  const pending = await Promise.all(children.map((key) => queues.isPending(key)));
  if (pending.some(Boolean)) return true;
  // Those that ended since they were listed are no longer.
  const listed = new Set(await childrenOf(finalize));
  return children.some((key) => !listed.has(key));
}

/** Some of the children that a parent waits for. */
async function childrenOf(finalize: Job): Promise<string[]> {
  const { unprocessed = [] } = await finalize.getDependencies({ unprocessed: { count: CHILDREN_SAMPLE } });
  return unprocessed;
}

/** Removes what is left of a dead tree from Redis: its steps would wait there indefinitely. */
async function clearTree({ queues, log }: RunDeps, run: Run): Promise<void> {
  try {
    await queues.runs.remove(jobIds.finalizeRun(run), { removeChildren: true });
  } catch (error) {
    // A step that a worker holds cannot be removed: it ends later.
    log.debug({ runId: run.runId, reason: errorMessage(error) }, 'an old tree was not removed');
  }
}

/** Ends a run as cancelled if that was requested, else as failed. */
function giveUp(deps: RunDeps, run: Run): Promise<boolean> {
  const message = `its jobs were lost ${MAX_RESCUES + 1} times; start a new import once the cause is found`;
  return endLost(deps, run, run.cancelRequestedAt ? null : { code: 'run-lost', message });
}
