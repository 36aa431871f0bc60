import type { ErrorCode } from '../errors.ts';
import type { ImportLog } from '../import-log.ts';
import type { Log } from '../log.ts';
import type { ImportLogs } from '../mongo/import-logs.ts';
import type { Sources } from '../mongo/sources.ts';
import { FAILURES_UNTIL_DISABLED } from '../source.ts';

/** Ends that say nothing of the feed: they count as failures, and disable no source. */
const NOT_THE_FEED: readonly string[] = [
  'redis-unavailable',
  'service-unavailable',
  'run-lost',
] satisfies ErrorCode[];

/** A source whose feed ended its reader in so many runs, one after the other, is not read again. */
const CRASHES_UNTIL_DISABLED = 3;
const CRASHES: readonly string[] = ['feed-crashed-worker', 'feed-over-budget'] satisfies ErrorCode[];

type EndedRun = Pick<
  ImportLog,
  'runId' | 'sourceName' | 'sourceUrl' | 'status' | 'error' | 'fetch' | 'finishedAt' | 'startedAt'
>;

interface Deps {
  sources: Sources;
  importLogs: Pick<ImportLogs, 'lastFetchErrors'>;
  log: Log;
}

/**
 * Disables a source whose feed its server calls gone for good (410), whose feed ended its reader in three runs
 * in a row, or that has failed 30 times in a row. The source says why, and enabling it again forgets it.
 *
 * @param run as it ended
 */
export async function giveUpOnSource(deps: Deps, run: EndedRun): Promise<void> {
  if (!run.finishedAt || NOT_THE_FEED.includes(run.error?.code ?? '')) return;
  const reason = await reasonToDisable(deps, run);
  if (!reason) return;
  if (await deps.sources.disable(run.sourceName, { at: run.finishedAt, ...reason })) {
    deps.log.warn({ runId: run.runId, source: run.sourceName, code: reason.code }, 'source disabled');
  }
}

async function reasonToDisable({ sources, importLogs }: Deps, run: EndedRun) {
  const { error } = run.fetch;
  // Such a run may have imported what stood before, and is then partial.
  if (error && CRASHES.includes(error.code)) {
    const codes = await importLogs.lastFetchErrors(run, CRASHES_UNTIL_DISABLED);
    const isEach =
      codes.length === CRASHES_UNTIL_DISABLED && codes.every((code) => CRASHES.includes(code ?? ''));
    if (isEach) {
      const message = `${CRASHES_UNTIL_DISABLED} runs in a row could not read its feed; the last time: ${error.message}`;
      return { code: error.code, message };
    }
  }
  if (run.status !== 'failed') return null;
  if (error?.code === 'feed-gone') return error;
  const failures = (await sources.findByName(run.sourceName))?.failuresInARow ?? 0;
  if (failures < FAILURES_UNTIL_DISABLED) return null;
  const last = error ? `; the last time: ${error.message}` : '';
  return { code: 'source-failing', message: `${failures} runs failed one after the other${last}` };
}
