import { DAY_MS, HOUR_MS, MINUTE_MS } from '@feedflow/shared/durations';
import type { Database } from '@feedflow/shared/mongo/database';
import { MAX_CLOCK_SKEW_MS } from '@feedflow/shared/process/clock';
import type { DatabaseClock } from '@feedflow/shared/process/database-clock';
import type { Log } from '@feedflow/shared/process/log';
import { createRecurringTask, tickOf } from '../schedule/recurring-task.ts';
import { compactChanges, type RetentionDays, type SweepDeps, type Swept, sweep } from './sweep.ts';

export interface Sweeper {
  /**
   * Performs the sweep of the current hour, by the database's clock.
   *
   * @returns what it removed; null if another scheduler has claimed the hour, or if the clocks of this process and the
   *   database differ by minutes: a wrong clock must not remove anything
   */
  sweepHour(): Promise<Swept | null>;
  /** Ends a running sweep after its current step. */
  close(): Promise<void>;
}

/** The time limit of a sweep. The next one, perhaps of another scheduler, continues. */
const SWEEP_TIMEOUT_MS = 50 * MINUTE_MS;
/** Not at the full hour, when most feeds are due. */
const EVERY_HOUR = '23 * * * *';

/** Removes old data once an hour, in the scheduler that claims the hour first. */
export function createSweeper(
  deps: SweepDeps & {
    database: Pick<Database, 'taskTicks' | 'changes'>;
    databaseClock: Pick<DatabaseClock, 'measure'>;
    log: Log;
  },
  days: RetentionDays,
): Sweeper {
  async function sweepHour(): Promise<Swept | null> {
    const { now, skewMs } = await deps.databaseClock.measure();
    if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS) {
      const skewSeconds = Math.round(skewMs / 1_000);
      deps.log.error(
        { skewSeconds },
        "nothing old is removed: this process' clock and the database's differ by minutes; set them right",
      );
      return null;
    }
    const hour = tickOf(now, HOUR_MS);
    if (!(await deps.database.taskTicks.claim('retention', hour))) return null;
    const inTime = AbortSignal.any([task.closing, AbortSignal.timeout(SWEEP_TIMEOUT_MS)]);
    const swept = await sweep(deps, days, now, inTime);
    if (Object.values(swept).some((count) => count > 0)) deps.log.info(swept, 'old data removed');
    const day = tickOf(now, DAY_MS);
    // Without time left it is for the sweep of another hour.
    if (!inTime.aborted && (await deps.database.taskTicks.claim('compact-changes', day))) {
      const removed = await compactChanges(deps.database, days, now, inTime);
      if (removed > 0) deps.log.info({ removed }, 'change log compacted');
    }
    return swept;
  }

  const failure = 'old data could not be removed';
  const task = createRecurringTask(deps, { pattern: EVERY_HOUR, failure }, sweepHour);
  return { sweepHour, close: task.close };
}
