import type { Collection, Filter } from 'mongodb';
import { z } from 'zod';
import { errorCatalog } from '../../errors.ts';
import type { Run, RunPage, RunStatus, RunTrigger } from '../../model/run.ts';
import type { WarningCode } from '../../model/warnings.ts';
import { toPage } from '../cursor.ts';
import { after, directionOf, keyOf, placeOf, type Sort } from '../keyset.ts';
import { hiddenFields, withAbsentCounters } from './stored-run.ts';

/** Selects runs. */
export interface RunFilter {
  sourceName?: string;
  statuses?: RunStatus[];
  trigger?: RunTrigger;
  /** Begun at or after `from` and before `to`. */
  from?: Date;
  to?: Date;
  /** With a warning of this code, or with any. */
  warning?: WarningCode | 'any';
  /**
   * Part of a source's name or URL, of the code or message of what went wrong, of the reason of a failed record, or the
   * beginning of a run id; any case.
   */
  text?: string;
}

/** What runs can be sorted by, and where it stands. A run without a duration runs still, and is not listed by it. */
export const runSortFields = {
  startedAt: 'startedAt',
  durationMs: 'meta.durationMs',
  totalFetched: 'totalFetched',
  failedJobs: 'failedJobs',
} as const;
export type RunSortField = keyof typeof runSortFields;

export type RunSort = Sort<RunSortField>;

export interface RunQuery extends RunFilter {
  /** Newest first without it. */
  sort?: RunSort;
  cursor?: string;
  limit: number;
}

/** A run as listed, with what live totals are computed from. */
export type ListedRun = RunPage['items'][number] & Pick<Run, 'fetch'>;

const newestFirst: RunSort = { by: 'startedAt', order: 'desc' };
const projection = { ...hiddenFields, failures: 0, attempts: 0 } as const;

/** A page of runs. */
export async function listRuns(
  collection: Collection<Run>,
  query: RunQuery,
): Promise<{ items: ListedRun[]; nextCursor: string | null }> {
  const sort = query.sort ?? newestFirst;
  const conditions = await toConditions(collection, query);
  if (sort.by === 'durationMs') conditions.push({ 'meta.durationMs': { $gte: 0 } });
  if (query.cursor) conditions.push(behindCursor(query.cursor, sort));
  const rows = await collection
    .find(conditions.length > 0 ? { $and: conditions } : {}, { projection })
    .sort(toSort(sort))
    .limit(query.limit + 1)
    .toArray();
  return toPage<ListedRun>(rows.map(withAbsentCounters), query.limit, (run) =>
    keyOf(sort, { value: sortValueOf(run, sort), tie: run.runId }),
  );
}

/** Those of some runs that are there, in any order. */
export async function listSomeRuns(
  collection: Collection<Run>,
  runIds: readonly string[],
): Promise<ListedRun[]> {
  const found = await collection.find({ runId: { $in: [...runIds] } }, { projection }).toArray();
  return found.map(withAbsentCounters);
}

/** All runs that match, newest first, one at a time. */
export async function* everyRun(collection: Collection<Run>, filter: RunFilter): AsyncGenerator<ListedRun> {
  const conditions = await toConditions(collection, filter);
  const found = collection
    .find(conditions.length > 0 ? { $and: conditions } : {}, { projection })
    .sort(toSort(newestFirst));
  for await (const run of found) yield withAbsentCounters(run);
}

/** The conditions of a filter. No text of a user becomes a pattern or an operator. */
async function toConditions(collection: Collection<Run>, filter: RunFilter): Promise<Filter<Run>[]> {
  const { sourceName, statuses, trigger, from, to, warning, text } = filter;
  const conditions: Filter<Run>[] = [];
  if (sourceName !== undefined) conditions.push({ sourceName });
  if (statuses) conditions.push({ status: { $in: statuses } });
  if (trigger) conditions.push({ trigger });
  if (from) conditions.push({ startedAt: { $gte: from } });
  if (to) conditions.push({ startedAt: { $lt: to } });
  if (warning) conditions.push({ 'warnings.code': warning === 'any' ? { $gt: '' } : warning });
  if (text !== undefined) conditions.push(await matching(collection, text));
  return conditions;
}

/** More runs than this do not share the beginning of an id that someone typed in. */
const MAX_RUNS_BY_ID = 100;

/**
 * Looks a text up among the few names, URLs and codes there are, so that the runs themselves are found by equality.
 * Only messages are searched one by one, in those runs that have one.
 */
async function matching(collection: Collection<Run>, text: string): Promise<Filter<Run>> {
  const search = text.toLowerCase();
  const contains = (value: unknown) => typeof value === 'string' && value.toLowerCase().includes(search);
  // As it is stored, feed-not-found, and as people see it: Feed not found.
  const asCode = search.replaceAll(' ', '-');
  const codeContains = (code: unknown) => typeof code === 'string' && code.includes(asCode);
  const isIdStart = /^[0-9a-f]{4,24}$/.test(search);
  const [names, urls, codes, runs] = await Promise.all([
    collection.distinct('sourceName'),
    collection.distinct('sourceUrl'),
    collection.distinct('error.code'),
    isIdStart
      ? collection
          .find({ runId: { $gte: search, $lt: `${search}g` } }, { projection: { runId: 1 } })
          .limit(MAX_RUNS_BY_ID)
          .toArray()
      : [],
  ]);
  const runIds = runs.map((run) => run.runId);
  return {
    $or: [
      { sourceName: { $in: names.filter(contains) } },
      { sourceUrl: { $in: urls.filter(contains) } },
      { 'error.code': { $in: codes.filter(codeContains) } },
      { 'error.code': { $gt: '' }, $expr: messageContains(search) },
      ...Object.keys(errorCatalog)
        .filter(codeContains)
        .map((code) => ({ failedJobs: { $gt: 0 }, [`failureTotals.${code}`]: { $gt: 0 } })),
      ...(runIds.length > 0 ? [{ runId: { $in: runIds } }] : []),
    ],
  };
}

/** @param search in lower case */
function messageContains(search: string) {
  const message = { $toLower: { $ifNull: ['$error.message', ''] } };
  return { $gte: [{ $indexOfCP: [message, { $literal: search }] }, 0] };
}

function toSort(sort: RunSort): Record<string, 1 | -1> {
  const direction = directionOf(sort);
  return { [runSortFields[sort.by]]: direction, runId: direction };
}

const runIdTie = z.string().max(100);

function behindCursor(cursor: string, sort: RunSort): Filter<Run> {
  const { value, tie } = placeOf(cursor, sort, runIdTie);
  const isDate = value !== null && sort.by === 'startedAt';
  return after(sort, {
    field: runSortFields[sort.by],
    value: isDate ? new Date(value) : value,
    tieField: 'runId',
    tieValue: tie,
  });
}

function sortValueOf(run: ListedRun, sort: RunSort): number {
  if (sort.by === 'startedAt') return run.startedAt.getTime();
  return sort.by === 'durationMs' ? (run.meta.durationMs ?? 0) : run[sort.by];
}
