import { FeedflowError } from '@feedflow/shared/errors';
import { intervalMinutesOf, isIntervalDue } from '@feedflow/shared/model/schedule';
import type { Source } from '@feedflow/shared/model/source';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { startRun } from '@feedflow/shared/run/start-run';

export interface TickOptions extends RunOptions {
  /** Of sources with neither a schedule nor an interval. */
  defaultIntervalMinutes: number;
}

export type TickResult = 'started' | 'skipped' | 'not-due' | 'claimed-elsewhere';

/**
 * One scheduled tick of one source: claims it, so that it starts at most one run however many schedulers
 * see it, and starts the run. A source whose last run still goes on is skipped, and that is recorded.
 *
 * @param tickAt the minute the tick belongs to
 */
export async function tick(
  deps: RunDeps,
  source: Source,
  tickAt: Date,
  options: TickOptions,
): Promise<TickResult> {
  const { sources } = deps.database;
  const minutes = intervalMinutesOf(source, options.defaultIntervalMinutes);
  if (minutes !== null && !isIntervalDue(source, tickAt, minutes)) return 'not-due';
  const claimed = await sources.claimTick(source.name, tickAt, (minutes ?? 0) * 60_000);
  if (!claimed) return 'claimed-elsewhere';
  try {
    await startRun(deps, options, source, 'schedule');
    return 'started';
  } catch (error) {
    if (!(error instanceof FeedflowError) || error.code !== 'run-already-running') throw error;
    const runId = typeof error.details['runId'] === 'string' ? error.details['runId'] : null;
    await sources.recordSkippedTick(source.name, tickAt, error.code, runId);
    deps.log.info({ source: source.name, runId }, 'tick skipped: the last run still goes on');
    return 'skipped';
  }
}
