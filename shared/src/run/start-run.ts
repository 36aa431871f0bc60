import type { RunTrigger } from '../model/run.ts';
import type { Source } from '../model/source.ts';
import { buildRunTree } from '../queues/payloads.ts';
import type { RunDeps, RunOptions } from './deps.ts';
import { endRefused, launch } from './launch.ts';
import { newRun } from './new-run.ts';

export interface StartedRun {
  runId: string;
  sourceName: string;
  sourceUrl: string;
}

export interface RunStarter {
  /**
   * Starts an import of `source`: first its import_logs document, which the database refuses while another
   * run of the source is running, then its job tree.
   *
   * @param options full: reads all of the feed, not only what changed since the last import
   * @throws FeedflowError 'run-already-running', or 'service-unavailable' where Redis does not take the tree
   */
  start(
    source: Pick<Source, 'name' | 'url'>,
    trigger: RunTrigger,
    options?: { full?: boolean },
  ): Promise<StartedRun>;
}

/** Starts runs: the scheduler's ticks and the API's requests both come here. */
export function createRunStarter(deps: RunDeps, options: RunOptions): RunStarter {
  return {
    start: async (source, trigger, { full = false } = {}) => {
      const run = newRun(source, trigger, deps.clock(), options);
      await deps.database.importLogs.insertRunning(run);
      const { batchSize, batchAttempts } = options;
      const { runId, attempt, sourceName, sourceUrl } = run;
      const payload = { runId, attempt, sourceName, sourceUrl, batchSize, batchAttempts, full };
      await launch(deps, run, buildRunTree(payload, options), (error) => endRefused(deps, run, error));
      return { runId, sourceName, sourceUrl };
    },
  };
}
