import type { AuditEntry } from '@feedflow/shared/model/audit-entry';
import { goneText } from '@feedflow/shared/model/removal-label';
import { type FetchState, isCounted, type Run, type RunAttempt } from '@feedflow/shared/model/run';
import type { PastFetch, RunLogEntry, RunLogPage } from '@feedflow/shared/model/run-log';
import type { FirstAndLast } from '@feedflow/shared/mongo/batches/batch-troubles';
import { decodeCursor, toPage } from '@feedflow/shared/mongo/cursor';
import type { Database } from '@feedflow/shared/mongo/database';
import { z } from 'zod';
import { type Actor, actorOf } from './actor.ts';
import type { RunLogFact } from './facts.ts';
import { describeFact } from './sentence.ts';

/** Of a longer log, so many of the first entries and as many of the last are shown. */
const SHOWN_ENTRIES = 100;
const MAX_AUDIT_ENTRIES = 100;

type RunLogDatabase = Pick<Database, 'importLogs' | 'importBatches' | 'auditLog'>;

/** An entry before it has its sentence. */
interface Dated {
  at: Date;
  attempt: number;
  /** Distinguishes entries of the same kind in an attempt. */
  key?: string | number;
  fact: RunLogFact;
}

/**
 * A page of the event log of a run, oldest first. It is derived from what is stored of the run, its batches and its
 * commands, so that a step that is executed twice adds no entry twice. At most some 200 entries: of more, the first and
 * the last, with an entry in between that has the number of those left out.
 *
 * @throws FeedflowError 'run-unknown'
 */
export async function readRunLog(
  database: RunLogDatabase,
  runId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<RunLogPage> {
  const after = cursor ? decodeCursor(cursor, logCursor) : null;
  const entries = await allEntries(database, runId);
  return toPage(after ? entries.slice(placeOf(after, entries) + 1) : entries, limit, ({ id }) => id);
}

/** Where an entry is, or, if the log has grown so that it is left out now, the entry for those left out. */
function placeOf(id: string, entries: RunLogEntry[]): number {
  const place = entries.findIndex((entry) => entry.id === id);
  return place === -1 ? entries.findIndex(({ kind }) => kind === 'entries-omitted') : place;
}

const logCursor = z.string().max(100);

async function allEntries(database: RunLogDatabase, runId: string): Promise<RunLogEntry[]> {
  const { importLogs, importBatches, auditLog } = database;
  const [run, pastFetches, retries, failed, audit, refusals] = await Promise.all([
    importLogs.get(runId),
    importLogs.pastFetches(runId),
    importBatches.retriesOf(runId, SHOWN_ENTRIES),
    importBatches.failedOf(runId, SHOWN_ENTRIES),
    auditLog.list({ target: runId, limit: MAX_AUDIT_ENTRIES }),
    importLogs.alertRefusals(runId),
  ]);
  const commands = audit.items.filter(({ outcome }) => outcome === 'done');
  const dated: Dated[] = [
    ...startsOf(run, commands),
    ...pastFetches.flatMap((past) => fetchEntries(past, run.sourceUrl, { isCurrent: false })),
    ...currentFetchEntries(run),
    ...retries.items.map(({ at, attempt, fetchAttempt, batchIndex, ...retry }) => ({
      at,
      attempt,
      key: `${fetchAttempt}-${batchIndex}-${retry.execution}`,
      fact: { kind: 'batch-retry' as const, batchIndex, retry: { ...retry, at } },
    })),
    ...failed.items.map(({ at, attempt, fetchAttempt, batchIndex, records, error }) => ({
      at,
      attempt,
      key: `${fetchAttempt}-${batchIndex}`,
      fact: { kind: 'batch-failed' as const, batchIndex, records, error },
    })),
    ...cancellation(run, commands),
    ...removalEntries(run, commands),
    ...endsOf(run),
    ...refusals.map(({ at, recipient, reason }, index) => ({
      at,
      attempt: run.attempt,
      key: index,
      fact: { kind: 'alert-refused' as const, recipient, reason },
    })),
  ];
  // Entries of the same time keep the order above.
  const sorted = dated.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return bounded(sorted, leftOut(retries) + leftOut(failed)).map(toEntry);
}

function leftOut({ items, total }: FirstAndLast<unknown>): number {
  return total - items.length;
}

function bounded(entries: Dated[], unread: number): Dated[] {
  const first = entries.slice(0, SHOWN_ENTRIES);
  const last = entries.slice(Math.max(SHOWN_ENTRIES, entries.length - SHOWN_ENTRIES));
  const omitted = entries.length - first.length - last.length + unread;
  const before = first.at(-1);
  if (omitted === 0 || !before) return entries;
  const { at, attempt } = before;
  return [...first, { at, attempt, fact: { kind: 'entries-omitted', entries: omitted } }, ...last];
}

function toEntry({ at, attempt, key, fact }: Dated): RunLogEntry {
  const { severity, message } = describeFact(fact);
  const batchIndex = 'batchIndex' in fact ? fact.batchIndex : null;
  const id = [fact.kind, attempt, key].filter((part) => part !== undefined).join('.');
  return { id, at, kind: fact.kind, severity, attempt, batchIndex, message };
}

function startsOf(run: Run, commands: AuditEntry[]): Dated[] {
  return run.attempts.map(({ attempt, trigger, rescue, startedAt }) => ({
    at: startedAt,
    attempt,
    fact: startFact({ attempt, trigger, rescue }, actorOf(commands, 'rerunBatches', startedAt)),
  }));
}

function startFact(
  { attempt, trigger, rescue }: Pick<RunAttempt, 'attempt' | 'trigger' | 'rescue'>,
  actor: Actor | null,
): RunLogFact {
  if (rescue) return { kind: 'rescue-started' };
  if (attempt > 1) return { kind: 'rerun-started', actor };
  return { kind: 'run-started', trigger, actor: null };
}

/** The attempt that read the feed last: a re-run reads none, also if it is rescued. */
function readingAttempt({ attempts }: Pick<Run, 'attempts'>): number {
  return attempts.findLast(({ trigger }) => trigger !== 'rerun')?.attempt ?? 1;
}

function currentFetchEntries(run: Run): Dated[] {
  const { fetch, http, sourceUrl } = run;
  const attempt = readingAttempt(run);
  const entries = fetchEntries({ ...fetch, attempt, http }, sourceUrl, { isCurrent: true });
  const { finishedAt: at, error } = fetch;
  if (!at) return entries;
  const isCancelled = error?.code === 'run-cancelled';
  const failed = fetch.status === 'failed' || !isCounted(fetch);
  if (failed && error && !isCancelled)
    entries.push({ at, attempt, fact: { kind: 'fetch-failed', error, countsEarlier: countsEarlier(fetch) } });
  if (fetch.status === 'completed' && isCounted(fetch) && http?.notModified !== true) {
    const { totalFetched: records, skippedBy = [], missingOnce } = fetch;
    const batches = attempt === run.attempt ? run.meta.totalBatches : null;
    const complete = fetch.complete !== false;
    entries.push({
      at,
      attempt,
      fact: {
        kind: 'feed-read',
        records,
        batches,
        skippedBy,
        missingOnce: missingOnce ?? 0,
        cut: error,
        complete,
      },
    });
  }
  return entries;
}

/** Whether the counts of a run are those of an earlier fetch attempt, which had read records. */
function countsEarlier(fetch: FetchState): boolean {
  return !isCounted(fetch) && fetch.totalFetched > 0;
}

/** What is known of a fetch attempt up to its end; of the current one also that the next one waits for its host. */
function fetchEntries(
  fetch: PastFetch | (FetchState & Pick<PastFetch, 'attempt' | 'http'>),
  sourceUrl: string,
  { isCurrent }: { isCurrent: boolean },
): Dated[] {
  const { attempt, fetchAttempt, startedAt, responseMs, firstRecordMs, hostWait, retry, http } = fetch;
  const entries: Dated[] = [];
  const add = (at: Date, fact: RunLogFact, key = fetchAttempt) => entries.push({ at, attempt, key, fact });
  if (hostWait) {
    const { host, since } = hostWait;
    const isOfNext = !startedAt || since > startedAt;
    if (!isOfNext) add(since, { kind: 'host-wait', host });
    else if (isCurrent) add(since, { kind: 'host-wait', host }, fetchAttempt + 1);
  }
  if (!startedAt) return entries;
  // Its reader is starting until the request.
  const requestedAt = fetch.requestedAt ?? startedAt;
  const later = (ms: number) => new Date(requestedAt.getTime() + ms);
  add(requestedAt, { kind: 'fetch-started', host: hostOf(sourceUrl), fetchAttempt });
  if (http && typeof responseMs === 'number') {
    const at = later(responseMs);
    if (http.finalUrl && !isSameAddress(http.finalUrl, sourceUrl))
      add(at, { kind: 'redirected', url: http.finalUrl });
    const { status, notModified } = http;
    add(at, { kind: 'response-received', status, notModified, afterMs: responseMs });
  }
  if (typeof firstRecordMs === 'number')
    add(later(firstRecordMs), { kind: 'first-record', afterMs: firstRecordMs });
  if (retry) add(retry.at, { kind: 'fetch-retry', retry });
  else if (!isCurrent) {
    const { totalFetched } = fetch;
    const at = later(Math.max(responseMs ?? 0, firstRecordMs ?? 0));
    add(at, { kind: 'fetch-interrupted', totalFetched });
  }
  return entries;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}

/** Whether two addresses differ by nothing but credentials and a fragment, which no request has in its address. */
function isSameAddress(a: string, b: string): boolean {
  const [first, second] = [a, b].map((address) => {
    const url = URL.parse(address);
    return url && url.origin + url.pathname + url.search;
  });
  return first === second;
}

function cancellation({ cancelRequestedAt, attempt }: Run, commands: AuditEntry[]): Dated[] {
  if (!cancelRequestedAt) return [];
  const actor = actorOf(commands, 'cancelRun', cancelRequestedAt);
  return [{ at: cancelRequestedAt, attempt, fact: { kind: 'cancel-requested', actor } }];
}

function endsOf(run: Run): Dated[] {
  const { attempt: last, status, finishedAt, warnings = [] } = run;
  // The entry of the failed fetch has the reason.
  const error = run.error?.message === run.fetch.error?.message ? null : run.error;
  const entries: Dated[] = run.attempts
    .filter(({ attempt }) => attempt < last && !isRescued(run, attempt))
    .flatMap(({ attempt, status: ended, finishedAt: at }) =>
      at ? [{ at, attempt, fact: { kind: 'attempt-ended' as const, attempt, status: ended } }] : [],
    );
  if (status !== 'running' && finishedAt)
    entries.push({ at: finishedAt, attempt: last, fact: { kind: 'run-ended', status, error, warnings } });
  return entries;
}

/** Whether the attempt after it is a rescue, which its own entry says. */
function isRescued({ attempts }: Run, attempt: number): boolean {
  return attempts.find((one) => one.attempt === attempt + 1)?.rescue === true;
}

function removalEntries(run: Run, commands: AuditEntry[]): Dated[] {
  const { removal, finishedAt, attempt, removedJobs } = run;
  if (!removal || !finishedAt) return [];
  const { vanishedJobs: jobs, openBefore, limitPercent, confirmedAt } = removal;
  if (removal.state === 'closed' && !confirmedAt) {
    const gone = goneText(removal);
    return [{ at: finishedAt, attempt, fact: { kind: 'jobs-closed', jobs: removedJobs, gone } }];
  }
  const held: Dated = {
    at: finishedAt,
    attempt,
    fact: { kind: 'jobs-held', jobs, openBefore, limitPercent },
  };
  if (!confirmedAt) return [held];
  const actor = actorOf(commands, 'confirmRemoval', confirmedAt);
  return [held, { at: confirmedAt, attempt, fact: { kind: 'removal-confirmed', jobs: removedJobs, actor } }];
}
