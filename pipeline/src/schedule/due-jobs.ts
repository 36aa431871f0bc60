import { HOUR_MS } from '@feedflow/shared/durations';
import { closingMark, type DueClosing, dueClosingOf, oldestKept } from '@feedflow/shared/model/closing';
import { DUE_REASONS, type DueReason } from '@feedflow/shared/model/job';
import type { Source } from '@feedflow/shared/model/source';
import type { Database } from '@feedflow/shared/mongo/database';
import type { DatabaseClock } from '@feedflow/shared/process/database-clock';
import type { Log } from '@feedflow/shared/process/log';
import { createRecurringTask, EVERY_FIVE_MINUTES, FIVE_MINUTES_MS, tickOf } from './recurring-task.ts';

export interface DueJobsDeps {
  database: Pick<Database, 'sources' | 'jobs' | 'importManifests' | 'taskTicks'>;
  databaseClock: Pick<DatabaseClock, 'measure'>;
  log: Log;
}

/**
 * How often a reason is looked at. Ages are in days, and no index has them: that reads all open jobs of such sources.
 */
const INTERVALS_MS: Readonly<Record<DueReason, number>> = {
  expired: FIVE_MINUTES_MS,
  'too-old': HOUR_MS,
};

/** How many jobs a sweep closed, by reason. */
type ClosedDue = Record<DueReason, number>;

/**
 * Closes the jobs of all sources that are due. One that is interrupted has closed some of them, and the next one closes
 * the others; to repeat it does nothing.
 *
 * @param now the database's time
 * @param signal ends it after the current step
 */
export async function closeDueJobs(
  { database, log }: Omit<DueJobsDeps, 'databaseClock'>,
  reasons: readonly DueReason[],
  now: Date,
  signal: AbortSignal,
): Promise<ClosedDue> {
  const { sources, jobs, importManifests } = database;
  const closed: ClosedDue = { expired: 0, 'too-old': 0 };

  async function closeDueOf(source: Source, reason: DueReason): Promise<number> {
    const rules = dueClosingOf(source);
    const by = dueBy(rules, reason, now);
    if (by === null) return 0;
    let all = 0;
    for await (const some of jobs.closeDue(source.url, { reason, by }, now)) {
      all += some;
      if (some > 0) await importManifests.noteClosed(source.url, some, closingMark(rules));
      if (signal.aborted) break;
    }
    if (all > 0) log.info({ source: source.name, reason, closedJobs: all }, 'jobs that were due closed');
    return all;
  }

  for (const source of reasons.length > 0 ? await sources.list() : []) {
    for (const reason of reasons) {
      if (!signal.aborted) closed[reason] += await closeDueOf(source, reason);
    }
  }
  return closed;
}

/** The time by which jobs of a source are due; null if it closes none for this reason. */
function dueBy(rules: DueClosing, reason: DueReason, now: Date): Date | null {
  if (reason === 'too-old') return oldestKept(rules, now);
  return rules.expired ? now : null;
}

export interface DueJobsCloser {
  /**
   * Closes the jobs that are due now, by the database's clock: expired ones every five minutes, those that are too old
   * once an hour.
   *
   * @returns how many it closed; of a reason whose tick another scheduler has claimed, none
   */
  closeDue(): Promise<ClosedDue>;
  /** Ends a running sweep after its current step. */
  close(): Promise<void>;
}

/** Closes jobs that become due between the imports of their sources, in the scheduler that claims the time first. */
export function createDueJobsCloser(deps: DueJobsDeps): DueJobsCloser {
  async function closeDue(): Promise<ClosedDue> {
    const { now } = await deps.databaseClock.measure();
    const claimed: DueReason[] = [];
    for (const reason of DUE_REASONS) {
      const tick = tickOf(now, INTERVALS_MS[reason]);
      if (await deps.database.taskTicks.claim(`close-${reason}`, tick)) claimed.push(reason);
    }
    return closeDueJobs(deps, claimed, now, task.closing);
  }

  const failure = 'jobs that are due could not be closed';
  const task = createRecurringTask(deps, { pattern: EVERY_FIVE_MINUTES, failure }, closeDue);
  return { closeDue, close: task.close };
}
