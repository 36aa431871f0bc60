import { FeedflowError } from '../errors.ts';
import { itemsOfSource } from '../model/attention-items.ts';
import type { Source } from '../model/source.ts';
import type { Database } from '../mongo/database.ts';
import { changedMeanwhile, unknownSource } from '../mongo/sources/sources.ts';
import type { Clock } from '../process/clock.ts';

export type RenameStores = Pick<
  Database,
  'sources' | 'importLogs' | 'runTotals' | 'alertStates' | 'acknowledgements' | 'jobs'
>;

/** How long the end of a run may be on its way to its source and its alert, in the process that ended it. */
const ENDING_MS = 60_000;

/**
 * Gives a source another name, and then its history: runs, totals, alert conditions, acknowledgements, and the jobs of
 * its present URL. Keys, schedule and what is known of the feed stay, as none of it depends on the name. Repeat a call
 * that did not end in time.
 *
 * @param options.timeoutMs for the history
 * @returns the source as it is now
 * @throws FeedflowError 'source-unknown'; 'source-exists' where the name is taken; 'run-already-running' while a run of
 * the source is running or has just ended; 'source-changed'; 'service-unavailable' where the history takes longer: the
 * source has its new name, and the rest follows with the next call, or in the background
 */
export async function renameSource(
  database: RenameStores,
  { name, to, now, timeoutMs }: { name: string; to: string; now: Clock; timeoutMs: number },
): Promise<Source> {
  const { sources } = database;
  const signal = AbortSignal.timeout(timeoutMs);
  const source = (await sources.findByName(name)) ?? (await begunRename(sources, name, to));
  if (!source) throw unknownSource(`named "${name}"`);
  if (source.renamedFrom) await finishRename(database, source, signal);
  if (source.name === to) return { ...source, renamedFrom: null };
  await refuseWhileBusy(database, source, now());
  const renamed = await sources.rename(source, to, now());
  if (!renamed) throw changedMeanwhile(name);
  // A run that began since the check has the old name. One that begins later sees the new name, and does not start.
  const running = await database.importLogs.findRunningOf(source.url);
  if (running && (await database.importLogs.find(running))?.sourceName === name) {
    await sources.undoRename(renamed, name);
    throw busy(source, running);
  }
  await finishRename(database, renamed, signal);
  return { ...renamed, renamedFrom: null };
}

/**
 * Finishes a change of name that has begun. Idempotent.
 *
 * @param signal ends it after the current step
 * @throws FeedflowError 'service-unavailable' where it is not finished by then
 */
export async function finishRename(
  database: RenameStores,
  source: Source,
  signal: AbortSignal,
): Promise<void> {
  const { importLogs, runTotals, alertStates, acknowledgements, jobs, sources } = database;
  const { name, url, renamedFrom } = source;
  if (!renamedFrom) return;
  const assertInTime = () => {
    if (!signal.aborted) return;
    const message = `${renamedFrom} is now ${name}; some of its runs and jobs still have the old name: send the request again`;
    throw new FeedflowError('service-unavailable', message);
  };
  // The runs first, since a re-run gives its jobs the name of its run.
  while ((await importLogs.renameSome(renamedFrom, name)) > 0) assertInTime();
  await runTotals.rename(renamedFrom, name);
  await alertStates.rename(renamedFrom, name);
  const items = itemsOfSource(name);
  for (const [i, item] of itemsOfSource(renamedFrom).entries())
    await acknowledgements.rename(item, items[i] ?? item);
  for await (const _ of jobs.rename(url, renamedFrom, name)) assertInTime();
  await sources.endRename(source, renamedFrom);
}

/**
 * Checks that a run which was just stored as running has the name and URL of its source, and all that is known of the
 * source this name: it may have been renamed, moved or removed since it was read.
 *
 * @throws FeedflowError 'source-changed'
 */
export async function assertSourceHolds(
  { sources }: Pick<Database, 'sources'>,
  run: { sourceName: string; sourceUrl: string; isNew: boolean },
): Promise<void> {
  const source = await sources.namesOf(run.sourceUrl);
  // What was reported of it has the name before: the end of the run would report it again.
  const isRenaming = (source?.renamedFrom ?? null) !== null;
  if (source?.name === run.sourceName && !isRenaming) return;
  if (!source) {
    // An earlier run may be of a source that has another URL since, or is gone.
    if (!run.isNew) return;
    const message = `${run.sourceName} was removed, or got another URL, at the same time`;
    throw new FeedflowError('source-changed', message);
  }
  // An earlier run may have the name of a source that was deleted.
  if (!run.isNew && !isRenaming) return;
  const message = `${source.renamedFrom ?? run.sourceName} was renamed to ${source.name} at the same time: send the request again`;
  throw new FeedflowError('source-changed', message);
}

/** A source that got its new name by an earlier call, which did not finish its history. */
async function begunRename(sources: Database['sources'], from: string, to: string): Promise<Source | null> {
  const source = await sources.findByName(to);
  return source?.renamedFrom === from ? source : null;
}

async function refuseWhileBusy({ importLogs }: RenameStores, source: Source, now: Date): Promise<void> {
  const runId =
    (await importLogs.findRunningOf(source.url)) ??
    (await importLogs.findEnding(source.url, new Date(now.getTime() - ENDING_MS)));
  if (runId) throw busy(source, runId);
}

function busy({ name }: Source, runId: string): FeedflowError {
  const message = `${name} is being imported: rename it when run ${runId} has ended`;
  return new FeedflowError('run-already-running', message, { details: { runId, sourceName: name } });
}
