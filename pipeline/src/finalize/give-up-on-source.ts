import type { ErrorCode } from '@feedflow/shared/errors';
import type { ImportLog } from '@feedflow/shared/import-log';
import type { Log } from '@feedflow/shared/log';
import type { ImportLogs } from '@feedflow/shared/mongo/import-logs';
import type { Sources } from '@feedflow/shared/mongo/sources';
import { FAILURES_UNTIL_DISABLED } from '@feedflow/shared/source';

/** A source whose feed ended its reader in so many runs, one after the other, is not read again. */
const CRASHES_UNTIL_DISABLED = 3;
const CRASHES: readonly string[] = ['feed-crashed-worker', 'feed-over-budget'] satisfies ErrorCode[];

type EndedRun = Pick<
  ImportLog,
  'runId' | 'sourceName' | 'sourceUrl' | 'status' | 'fetch' | 'finishedAt' | 'startedAt'
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
  if (!run.finishedAt) return;
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
