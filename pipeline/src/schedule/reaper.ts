import { isInFuture } from '@feedflow/shared/clock';
import { errorMessage } from '@feedflow/shared/errors';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { type RescueResult, rescueRun } from '@feedflow/shared/run/rescue-run';
import { Cron } from 'croner';

export interface ReaperOptions extends RunOptions {
  /** How often running runs are looked at. */
  intervalSeconds: number;
  /** A run younger than this is left alone: its tree may be on its way to Redis. */
  graceMs: number;
}

export interface Reaper {
  /** Looks at every running run once. @returns what became of each, by run id */
  sweep(): Promise<Map<string, RescueResult>>;
  close(): Promise<void>;
}

/** Finds runs that say they are running and have no jobs in Redis any more, and starts them again. */
export function createReaper(deps: RunDeps, options: ReaperOptions): Reaper {
  async function sweep(): Promise<Map<string, RescueResult>> {
    const results = new Map<string, RescueResult>();
    const now = deps.clock();
    const before = new Date(now.getTime() - options.graceMs);
    for (const run of await deps.database.importLogs.findRunning(before)) {
      // The latest attempt may be younger than the run.
      const begunAt = run.attempts.at(-1)?.startedAt ?? before;
      if (begunAt > before && !isInFuture(begunAt, now)) continue;
      try {
        results.set(run.runId, await rescueRun(deps, options, run));
      } catch (error) {
        deps.log.error({ runId: run.runId, reason: errorMessage(error) }, 'a run could not be looked after');
      }
    }
    return results;
  }

  let sweeping: Promise<void> = Promise.resolve();
  const timer = new Cron(`*/${options.intervalSeconds} * * * * *`, { protect: true }, () => {
    sweeping = sweep().then(
      () => undefined,
      (error: unknown) =>
        deps.log.warn({ reason: errorMessage(error) }, 'running runs could not be looked after'),
    );
    return sweeping;
  });

  return {
    sweep,
    close: async () => {
      timer.stop();
      await sweeping;
    },
  };
}
