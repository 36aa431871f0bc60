import { MINUTE_MS } from '@feedflow/shared/durations';
import { errorMessage } from '@feedflow/shared/errors';
import { isInFuture } from '@feedflow/shared/process/clock';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { announceEnd } from '@feedflow/shared/run/end-run';
import { finishRename } from '@feedflow/shared/run/rename-source';
import { type RescueResult, rescueRun } from '@feedflow/shared/run/rescue-run';
import { createRecurringTask } from './recurring-task.ts';

/** Ends that are announced again in one sweep; the others follow in the next one. */
const ENDS_PER_SWEEP = 200;

/** How long one sweep may work on the history of a renamed source. */
const RENAME_MS = MINUTE_MS;

export interface ReaperOptions extends RunOptions {
  /** How often running runs are checked. */
  intervalSeconds: number;
  /** A younger run is not checked: its tree may not be in Redis yet. */
  graceMs: number;
}

export interface Reaper {
  /**
   * Checks every running run once, and announces ends that were not announced: their process died, or Redis refused
   * it. Finishes changes of names likewise, and lists changes of jobs that their writers left unfinished.
   *
   * @returns the result for each running run, by run id
   */
  sweep(): Promise<Map<string, RescueResult>>;
  /** Sweeps every `intervalSeconds` from now on. */
  start(): void;
  /** Ends a running sweep after its current step. */
  close(): Promise<void>;
}

/** Starts runs again whose steps are missing from Redis, and finishes what processes that died have left. */
export function createReaper(deps: RunDeps, options: ReaperOptions): Reaper {
  async function sweep(): Promise<Map<string, RescueResult>> {
    const results = new Map<string, RescueResult>();
    const now = deps.clock();
    const before = new Date(now.getTime() - options.graceMs);
    for await (const run of deps.database.importLogs.findRunning(before)) {
      // The latest attempt may be younger than the run.
      const begunAt = run.attempts.at(-1)?.startedAt ?? before;
      if (begunAt > before && !isInFuture(begunAt, now)) continue;
      const { runId } = run;
      await attempt({ runId }, 'a running run could not be checked', async () => {
        results.set(runId, await rescueRun(deps, options, run));
      });
    }
    await announceEnds(before);
    await finishRenames(before);
    await attempt({}, 'changes of jobs whose writers did not finish could not be listed', async () => {
      const listed = await deps.database.changes.listUnfinished(now);
      if (listed > 0) deps.log.info({ listed }, 'listed changes of jobs whose writers did not finish');
    });
    return results;
  }

  /** What fails is tried again in the next sweep; the rest of this one goes on. */
  async function attempt(facts: object, failure: string, work: () => Promise<unknown>): Promise<void> {
    if (task.closing.aborted) return;
    try {
      await work();
    } catch (error) {
      deps.log.warn({ ...facts, reason: errorMessage(error) }, failure);
    }
  }

  async function finishRenames(before: Date): Promise<void> {
    for (const source of await deps.database.sources.findRenaming(before)) {
      const facts = { source: source.name, before: source.renamedFrom };
      await attempt(facts, 'a source is not completely renamed yet', async () => {
        const signal = AbortSignal.any([task.closing, AbortSignal.timeout(RENAME_MS)]);
        await finishRename(deps.database, source, signal);
        deps.log.info(facts, 'a source is renamed');
      });
    }
  }

  async function announceEnds(before: Date): Promise<void> {
    for (const run of await deps.database.importLogs.findUnannounced(before, ENDS_PER_SWEEP)) {
      const { runId } = run;
      await attempt({ runId }, 'the end of a run could not be announced', () => announceEnd(deps, run));
    }
  }

  const task = createRecurringTask(
    deps,
    {
      pattern: `*/${options.intervalSeconds} * * * * *`,
      failure: 'runs could not be checked',
      paused: true,
    },
    sweep,
  );
  return { sweep, start: task.start, close: task.close };
}
