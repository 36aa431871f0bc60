import { errorMessage } from '@feedflow/shared/errors';
import { isInFuture } from '@feedflow/shared/process/clock';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { announceEnd } from '@feedflow/shared/run/end-run';
import { type RescueResult, rescueRun } from '@feedflow/shared/run/rescue-run';
import { Cron } from 'croner';

/** Ends that are announced again in one sweep: the rest have their turn in the next one. */
const ENDS_PER_SWEEP = 200;

export interface ReaperOptions extends RunOptions {
  /** How often running runs are looked at. */
  intervalSeconds: number;
  /** A run younger than this is left alone: its tree may be on its way to Redis. */
  graceMs: number;
}

export interface Reaper {
  /**
   * Looks at every running run once, and announces the ends that nobody was told of: their process died, or Redis
   * did not take it.
   *
   * @returns what became of each running run, by run id
   */
  sweep(): Promise<Map<string, RescueResult>>;
  close(): Promise<void>;
}

/** Starts runs again whose jobs are gone from Redis, and announces ends that nobody knows of. */
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
    await announceEnds(before);
    return results;
  }

  async function announceEnds(before: Date): Promise<void> {
    for (const run of await deps.database.importLogs.findUnannounced(before, ENDS_PER_SWEEP)) {
      await announceEnd(deps, run);
    }
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
