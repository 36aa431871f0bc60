import type { ImportLog } from '../import-log.ts';
import type { Log } from '../log.ts';
import type { Sources } from '../mongo/sources.ts';
import { FAILURES_UNTIL_DISABLED } from '../source.ts';

/** Ends that say nothing of the feed: they count as failures, and disable no source. */
const NOT_THE_FEED = new Set(['redis-unavailable', 'service-unavailable', 'run-lost']);

/**
 * Disables a source whose feed its server calls gone for good (410), or that has failed 30 times in a row.
 * The source says why, and enabling it again forgets it.
 *
 * @param run as it ended
 */
export async function giveUpOnSource(
  deps: { sources: Sources; log: Log },
  run: Pick<ImportLog, 'runId' | 'sourceName' | 'status' | 'error' | 'fetch' | 'finishedAt'>,
): Promise<void> {
  if (run.status !== 'failed' || !run.finishedAt || NOT_THE_FEED.has(run.error?.code ?? '')) return;
  const reason = await reasonToDisable(deps.sources, run);
  if (!reason) return;
  if (await deps.sources.disable(run.sourceName, { at: run.finishedAt, ...reason })) {
    deps.log.warn({ runId: run.runId, source: run.sourceName, code: reason.code }, 'source disabled');
  }
}

async function reasonToDisable(sources: Sources, run: Pick<ImportLog, 'sourceName' | 'fetch'>) {
  const { error } = run.fetch;
  if (error?.code === 'feed-gone') return error;
  const failures = (await sources.findByName(run.sourceName))?.failuresInARow ?? 0;
  if (failures < FAILURES_UNTIL_DISABLED) return null;
  const last = error ? `; the last time: ${error.message}` : '';
  return { code: 'source-failing', message: `${failures} runs failed one after the other${last}` };
}
