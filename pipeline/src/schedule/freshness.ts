import type { Alerter } from '@feedflow/shared/alerts/alerter';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import { staleReason } from '@feedflow/shared/quality/freshness';
import { createRecurringTask, EVERY_FIVE_MINUTES, FIVE_MINUTES_MS, tickOf } from './recurring-task.ts';

export interface FreshnessDeps {
  database: Pick<Database, 'sources' | 'taskTicks'>;
  alerter: Pick<Alerter, 'checkFreshness'>;
  clock: Clock;
  log: Log;
}

export interface FreshnessWatch {
  /**
   * Looks for sources without a successful import for too long, and alerts about them. A source whose runs never end is
   * found only here.
   *
   * @returns their names; none if another scheduler has claimed this time
   */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

/** Checks all sources every five minutes, in the scheduler that claims the time first. */
export function createFreshnessWatch(
  { database, alerter, clock, log }: FreshnessDeps,
  { defaultIntervalMinutes }: { defaultIntervalMinutes: number },
): FreshnessWatch {
  async function check(): Promise<string[]> {
    const now = clock();
    if (!(await database.taskTicks.claim('check-freshness', tickOf(now, FIVE_MINUTES_MS)))) return [];
    const stale: string[] = [];
    for (const source of await database.sources.list()) {
      if (!staleReason(source, now, defaultIntervalMinutes)) continue;
      stale.push(source.name);
      await alerter.checkFreshness(source.name, defaultIntervalMinutes);
    }
    return stale;
  }

  const failure = 'sources could not be checked for their last import';
  const { close } = createRecurringTask({ log }, { pattern: EVERY_FIVE_MINUTES, failure }, check);
  return { check, close };
}
