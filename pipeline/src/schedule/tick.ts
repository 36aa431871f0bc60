import { FeedflowError } from '@feedflow/shared/errors';
import { intervalMinutesOf, isIntervalDue } from '@feedflow/shared/model/schedule';
import type { Source } from '@feedflow/shared/model/source';
import type { Sources } from '@feedflow/shared/mongo/sources/sources';
import type { Log } from '@feedflow/shared/process/log';
import type { RunStarter } from '@feedflow/shared/run/start-run';

export interface TickDeps {
  sources: Sources;
  starter: RunStarter;
  log: Log;
}

export type TickResult = 'started' | 'skipped' | 'not-due' | 'claimed-elsewhere';

/**
 * One scheduled tick of one source: claims it, so that it starts at most one run with any number of schedulers, and
 * starts the run. If the last run of the source is still running, the tick is skipped, which is recorded.
 *
 * @param tickAt the minute the tick belongs to
 */
export async function tick(
  deps: TickDeps,
  source: Source,
  tickAt: Date,
  options: { defaultIntervalMinutes: number },
): Promise<TickResult> {
  const minutes = intervalMinutesOf(source, options.defaultIntervalMinutes);
  if (minutes !== null && !isIntervalDue(source, tickAt, minutes)) return 'not-due';
  const claimed = await deps.sources.claimTick(source.name, tickAt, (minutes ?? 0) * 60_000);
  if (!claimed) return 'claimed-elsewhere';
  try {
    await deps.starter.start(source, 'schedule');
    return 'started';
  } catch (error) {
    if (!(error instanceof FeedflowError) || error.code !== 'run-already-running') throw error;
    const runId = typeof error.details['runId'] === 'string' ? error.details['runId'] : null;
    await deps.sources.recordSkippedTick(source.name, tickAt, error.code, runId);
    deps.log.info({ source: source.name, runId }, 'tick skipped: the last run is still running');
    return 'skipped';
  }
}
