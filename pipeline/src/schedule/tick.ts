import { MINUTE_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import { intervalMinutesOf, isIntervalDue } from '@feedflow/shared/model/schedule';
import { DEFAULT_MISSED_RUNS, type Source } from '@feedflow/shared/model/source';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { startRun } from '@feedflow/shared/run/start-run';

export interface TickOptions extends RunOptions {
  /** Of sources with neither a schedule nor an interval. */
  defaultIntervalMinutes: number;
}

export type TickResult = 'started' | 'skipped' | 'missed' | 'not-due' | 'claimed-elsewhere';

/** A tick that is taken later than this was missed: the scheduler was not merely restarted. */
const MISSED_AFTER_MS = 2 * MINUTE_MS;

/**
 * One scheduled tick of one source: claims it, so that it starts at most one run with any number of schedulers, and
 * starts the run. If the last run of the source is still running, the tick is skipped, which is recorded; so is one
 * that was missed, of a source that does not catch up.
 *
 * @param tickAt the minute the tick belongs to
 * @param takenAt when it was seen to be due; it may have waited for others since
 */
export async function tick(
  deps: RunDeps,
  source: Source,
  tickAt: Date,
  options: TickOptions,
  takenAt = deps.clock(),
): Promise<TickResult> {
  const { sources } = deps.database;
  const minutes = intervalMinutesOf(source, options.defaultIntervalMinutes);
  if (minutes !== null && !isIntervalDue(source, tickAt, minutes)) return 'not-due';
  const claimed = await sources.claimTick(source.name, tickAt, (minutes ?? 0) * MINUTE_MS, deps.clock());
  if (!claimed) return 'claimed-elsewhere';
  const isMissed = takenAt.getTime() - tickAt.getTime() > MISSED_AFTER_MS;
  if (isMissed) {
    const { name, missedRuns = DEFAULT_MISSED_RUNS } = source;
    deps.log.info({ source: name, tickAt, missedRuns }, 'a scheduled run was missed');
    if (missedRuns === 'skip') {
      await sources.recordSkippedTick(name, tickAt, 'missed', null);
      return 'missed';
    }
  }
  try {
    // Read again: it may have another URL since the ticker has read all sources.
    await startRun(deps, options, (await sources.findByName(source.name)) ?? source, 'schedule');
    return 'started';
  } catch (error) {
    if (!(error instanceof FeedflowError) || error.code !== 'run-already-running') throw error;
    const runId = typeof error.details['runId'] === 'string' ? error.details['runId'] : null;
    await sources.recordSkippedTick(source.name, tickAt, error.code, runId);
    deps.log.info({ source: source.name, runId }, 'tick skipped: the last run is still running');
    return 'skipped';
  }
}
