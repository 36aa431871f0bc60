import { itemOfQuality, itemOfShrunkFeed, itemOfSource } from '../model/attention-items.ts';
import { ofQuality } from '../model/quality-rules.ts';
import { type Run, runCounters } from '../model/run.ts';
import type { RunEnd } from '../mongo/runs/run-ends.ts';
import { readFeed } from '../quality/judge-import.ts';
import { judgeSource } from '../quality/judge-source.ts';
import type { RunDeps } from './deps.ts';
import { giveUpOnSource, hasCrashed } from './give-up-on-source.ts';

export type EndRunDeps = Pick<RunDeps, 'database' | 'events' | 'alerter' | 'log'>;

/**
 * The only way a run ends: by finalize-run, a rescue that gives up, or a start that Redis refused. The end is
 * recorded in import_logs first, then announced to the source, listeners and alerts. A run that has ended, or continues
 * in a later attempt, is left as it is.
 *
 * @param run as it was read, running, with its current attempt
 * @param options.announce later: where Redis is known to refuse it, only the source is updated now
 * @returns whether this call ended it
 */
export async function endRun(
  deps: EndRunDeps,
  run: Run,
  end: RunEnd,
  { announce = 'now' }: { announce?: 'now' | 'later' } = {},
): Promise<boolean> {
  const { importLogs } = deps.database;
  const endedHere = await importLogs.finish(run, end);
  const ended = endedHere ?? (await importLogs.find(run.runId));
  // Also where another worker ended it, which may have died before it announced the end.
  if (ended?.attempt === run.attempt) await (announce === 'now' ? announceEnd : recordAtSource)(deps, ended);
  return endedHere !== null;
}

/**
 * Announces the end of a run to its source, listeners and alerts. Idempotent. What Redis does not accept now
 * is announced again later, by the scheduler: see `findUnannounced`.
 *
 * @param run as it ended; one that runs is left alone
 */
export async function announceEnd(deps: EndRunDeps, run: Run): Promise<void> {
  const { database, events, log, alerter } = deps;
  const { runId, attempt, sourceName, status, finishedAt } = run;
  if (status === 'running' || !finishedAt) return;
  await recordAtSource(deps, run);
  const counters = runCounters.parse(run);
  const durationMs = run.meta.durationMs ?? 0;
  const published = await events.publish({
    type: 'run.finished',
    runId,
    sourceName,
    status,
    ...counters,
    durationMs,
  });
  const code = run.error?.code;
  log.info({ runId, attempt, source: sourceName, status, code, ...counters, durationMs }, 'run finished');
  // A process without an alerter leaves it to the scheduler, which has one.
  const alerted = await alerter?.afterRun({ ...run, finishedAt });
  if (published && alerted) await database.importLogs.markAnnounced(run);
}

/**
 * Records the end of a run at its source, judges what it read, ends the acknowledgements of what it ended,
 * and disables the source if that is due.
 */
async function recordAtSource({ database, log }: EndRunDeps, run: Run): Promise<void> {
  const { runId, sourceName, status, finishedAt, error } = run;
  if (status === 'running' || !finishedAt) return;
  const startedAt = run.attempts.at(-1)?.startedAt ?? run.startedAt;
  const counters = runCounters.parse(run);
  const end = { runId, status, startedAt, finishedAt, error, crashed: hasCrashed(run), ...counters };
  await database.sources.recordRunEnd(sourceName, end);
  const isGood = await judge(database, run, finishedAt);
  const items = itemsEndedBy(run).concat(isGood ? itemOfQuality(sourceName) : []);
  await database.acknowledgements.endOf(items, finishedAt);
  await giveUpOnSource({ ...database, log }, run);
}

/** Judges what a run read. @returns whether it broke no quality rule; false if it read nothing of the present feed */
async function judge(
  database: EndRunDeps['database'],
  { status, http, sourceName }: Run,
  at: Date,
): Promise<boolean> {
  if (!readFeed({ status, notModified: http?.notModified === true })) return false;
  const reasons = await judgeSource(database, sourceName, at);
  return reasons !== null && !reasons.some(ofQuality);
}

/** The attention items of a source whose condition has ended by this run. */
function itemsEndedBy({ status, sourceName, removal }: Run): string[] {
  if (status !== 'completed') return [];
  return removal?.state === 'held'
    ? [itemOfSource(sourceName)]
    : [itemOfSource(sourceName), itemOfShrunkFeed(sourceName)];
}
