import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@feedflow/shared/mongo/database';
import type { CountedRun } from '@feedflow/shared/mongo/runs/run-totals';

/** How long things are kept, in days; 0 is for ever. */
export interface RetentionDays {
  runs: number;
  failedBatches: number;
  closedJobs: number;
  audit: number;
}

export interface SweepDeps {
  database: Pick<Database, 'retention' | 'runTotals'>;
}

/** What a sweep removed. */
export interface Swept {
  runs: number;
  batches: number;
  payloads: number;
  closedJobs: number;
  audit: number;
}

const DAY_MS = 86_400_000;
/** Documents per step, and the pause after each: MongoDB is busy with it for a few percent of the time. */
const STEP_SIZE = 200;
const STEP_PAUSE_MS = 100;

/**
 * Removes what is older than it is to be kept, in small steps. Whatever it removes of a run is counted
 * before; broken off at any moment, the next sweep goes on where it was.
 *
 * @param now the database's time: everything is as old as it is at this moment, however long the sweep takes
 * @param signal ends it after the step under way
 */
export async function sweep(
  deps: SweepDeps,
  days: RetentionDays,
  now: Date,
  signal: AbortSignal,
): Promise<Swept> {
  const { retention, runTotals } = deps.database;
  const swept: Swept = { runs: 0, batches: 0, payloads: 0, closedJobs: 0, audit: 0 };
  const before = (age: number) => new Date(now.getTime() - age * DAY_MS);

  /** Repeats a step until it finds nothing more to do. @returns how much it did */
  async function repeat(step: () => Promise<number>): Promise<number> {
    let all = 0;
    while (!signal.aborted) {
      const done = await step();
      if (done === 0) break;
      all += done;
      await sleep(STEP_PAUSE_MS);
    }
    return all;
  }

  async function removeRun(run: CountedRun, countedNow: boolean): Promise<void> {
    const became = await retention.removeRun(run.runId, before(days.runs));
    // Someone may be running it again, which makes it a young one; or another sweep has counted and removed it.
    if (became === 'kept' || (became === 'gone' && countedNow)) return runTotals.takeBack(run);
    swept.batches += await repeat(() => retention.removeBatches(run.runId, STEP_SIZE));
    if (signal.aborted) return;
    await runTotals.settle(run);
    swept.runs += 1;
  }

  async function removeOldRuns(): Promise<number> {
    const old = await retention.runsEndedBefore(before(days.runs), STEP_SIZE);
    for (const run of old) {
      if (signal.aborted) break;
      await removeRun(run, await runTotals.add(run));
    }
    return old.length;
  }

  if (days.runs > 0) {
    for (const run of await runTotals.unsettled()) await removeRun(run, false);
    await repeat(removeOldRuns);
  }
  if (days.failedBatches > 0) {
    swept.payloads = await repeat(() => retention.forgetPayloads(before(days.failedBatches), STEP_SIZE));
  }
  if (days.closedJobs > 0) {
    swept.closedJobs = await repeat(() => retention.removeClosedJobs(before(days.closedJobs), STEP_SIZE));
  }
  if (days.audit > 0) {
    swept.audit = await repeat(() => retention.removeAudit(before(days.audit), STEP_SIZE));
  }
  return swept;
}
