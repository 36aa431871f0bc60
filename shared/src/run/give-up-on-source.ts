import type { ErrorCode } from '../errors.ts';
import type { NamedError, Run } from '../model/run.ts';
import { FAILURES_UNTIL_DISABLED } from '../model/source.ts';
import type { Sources } from '../mongo/sources/sources.ts';
import type { Log } from '../process/log.ts';

/** Ends that say nothing of the feed: they count as failures, and disable no source. */
const NOT_THE_FEED: readonly string[] = [
  'redis-unavailable',
  'service-unavailable',
  'run-lost',
] satisfies ErrorCode[];

/** Errors of a feed that ended its reader. */
const CRASHES: readonly string[] = ['feed-crashed-worker', 'feed-over-budget'] satisfies ErrorCode[];
/** A source whose feed ended its reader in so many runs, one after the other, is not read again. */
const CRASHES_UNTIL_DISABLED = 3;

/** Whether the feed of a run ended its reader. */
export function hasCrashed({ fetch }: Pick<Run, 'fetch'>): boolean {
  return CRASHES.includes(fetch.error?.code ?? '');
}

/**
 * Disables a source whose feed its server calls gone for good (410), whose feed ended its reader in three runs
 * in a row, or that has failed 30 times in a row. The source says why, and enabling it again forgets it, also where the
 * end of the run is announced once more.
 *
 * @param run as it ended, recorded at its source
 */
export async function giveUpOnSource(
  deps: { sources: Sources; log: Log },
  run: Pick<Run, 'runId' | 'sourceName' | 'status' | 'error' | 'fetch' | 'finishedAt'>,
): Promise<void> {
  if (!run.finishedAt || NOT_THE_FEED.includes(run.error?.code ?? '')) return;
  const reason = await reasonToDisable(deps.sources, run);
  if (!reason) return;
  if (await deps.sources.disable(run.sourceName, run.runId, { at: run.finishedAt, ...reason })) {
    deps.log.warn({ runId: run.runId, source: run.sourceName, code: reason.code }, 'source disabled');
  }
}

async function reasonToDisable(
  sources: Sources,
  run: Pick<Run, 'sourceName' | 'status' | 'fetch'>,
): Promise<NamedError | null> {
  const { error } = run.fetch;
  const crashed = hasCrashed(run);
  if (run.status !== 'failed' && !crashed) return null;
  if (error?.code === 'feed-gone' && run.status === 'failed') return error;
  const source = await sources.findByName(run.sourceName);
  const crashes = source?.crashesInARow ?? 0;
  // Such a run may have imported what came before, and is then partial.
  if (error && crashed && crashes >= CRASHES_UNTIL_DISABLED) {
    const message = `its feed could not be read in ${crashes} runs in a row; the last time: ${error.message}`;
    return { code: error.code, message };
  }
  const failures = source?.failuresInARow ?? 0;
  if (run.status !== 'failed' || failures < FAILURES_UNTIL_DISABLED) return null;
  const last = error ? `; the last time: ${error.message}` : '';
  return { code: 'source-failing', message: `${failures} runs failed one after the other${last}` };
}
