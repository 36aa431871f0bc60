import type { RunTrigger } from '../model/run.ts';
import type { Source } from '../model/source.ts';
import { buildRunTree } from '../queues/run-tree.ts';
import type { RunDeps, RunOptions } from './deps.ts';
import { endLost } from './end-lost.ts';
import { launch } from './launch.ts';
import { newRun } from './new-run.ts';
import { assertSourceHolds } from './rename-source.ts';

export interface StartedRun {
  runId: string;
  sourceName: string;
  sourceUrl: string;
}

/**
 * Starts an import of `source`: first its import_logs document, which the database refuses while another run of the
 * source is running, then its job tree. Ticks of the scheduler and requests of the API both start runs here.
 *
 * @param choice.full reads the whole feed, not only what changed since the last import
 * @throws FeedflowError 'run-already-running'; 'source-changed' where the source was renamed or removed meanwhile;
 *   'service-unavailable' if Redis does not accept the tree
 */
export async function startRun(
  deps: RunDeps,
  options: RunOptions,
  source: Pick<Source, 'name' | 'url'>,
  trigger: RunTrigger,
  { full = false }: { full?: boolean } = {},
): Promise<StartedRun> {
  const { batchSize, maxBatchSize, batchAttempts } = options;
  const run = newRun(source, trigger, deps.clock(), { batchSize, full });
  await deps.database.importLogs.insertRunning(run);
  try {
    await deps.database.sourceLocks.waitUntilUnlocked(run.sourceUrl);
    await assertSourceHolds(deps.database, { ...run, isNew: true });
  } catch (error) {
    await deps.database.importLogs.withdraw(run);
    throw error;
  }
  const { runId, attempt, sourceName, sourceUrl } = run;
  const payload = { runId, attempt, sourceName, sourceUrl, batchSize, maxBatchSize, batchAttempts, full };
  await launch(deps, run, buildRunTree(payload, options), (error) => endLost(deps, run, error, 'later'));
  return { runId, sourceName, sourceUrl };
}
