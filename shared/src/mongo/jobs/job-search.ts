import { type Db, type Filter, MongoServerError, ObjectId } from 'mongodb';
import { z } from 'zod';
import { FeedflowError } from '../../errors.ts';
import type { JobStatus, StoredJob } from '../../model/job.ts';
import type { JobPage, JobSummary } from '../../model/job-view.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { after } from '../keyset.ts';

export interface JobQuery {
  /** Only jobs of this feed. */
  sourceUrl?: string;
  /** Words in title, company or location; needs the text index. */
  text?: string;
  /** Part of the company's name, and of the location; any case. */
  company?: string;
  location?: string;
  status?: JobStatus;
  publishedFrom?: Date;
  publishedTo?: Date;
  /** Only jobs that this run created, or was the last to change. */
  changedBy?: { runId: string; startedAt: Date; finishedAt: Date | null };
  cursor?: string;
  limit: number;
}

type Row = JobSummary & { _id: ObjectId };

export type JobSearch = ReturnType<typeof createJobSearch>;

/** The longest a search may take in MongoDB, in ms: no request reads millions of jobs to their end. */
const MAX_TIME_MS = 3_000;
const EXCEEDED_TIME_LIMIT = 50;
const INDEX_NOT_FOUND = 27;
const TEXT_INDEX = 'title_company_location_text';

/** What jobs from before they could be closed do not say of themselves. */
export const neverClosed = { status: 'open', closedAt: null, closedRunId: null } as const;

/** Searches the `jobs` collection. */
export function createJobSearch(db: Db) {
  const collection = db.collection<StoredJob>('jobs');

  return {
    /** Makes the text index. On millions of jobs this takes minutes; imports continue. */
    async ensureTextIndex(): Promise<void> {
      const key = { title: 'text', company: 'text', location: 'text' } as const;
      await collection.createIndex(key, { name: TEXT_INDEX, default_language: 'none' });
    },

    /**
     * A page of jobs.
     *
     * @throws FeedflowError 'query-too-broad' where MongoDB would have to read too many of them;
     * 'text-search-off' where the text index is not there
     */
    async list(query: JobQuery): Promise<JobPage> {
      // Text and runs have an order of their own: the newest in the database first.
      const byPublication = query.text === undefined && !query.changedBy;
      const conditions = toConditions(query);
      // Feed by feed the index has them in order, so those of all feeds are merged rather than sorted.
      if (byPublication && query.sourceUrl === undefined) {
        conditions.push({ sourceUrl: { $in: await collection.distinct('sourceUrl') } });
      }
      if (query.cursor) conditions.push(behindCursor(query.cursor, byPublication));
      const rows = await withinTime(() =>
        collection
          .find(conditions.length > 0 ? { $and: conditions } : {}, { maxTimeMS: MAX_TIME_MS })
          .project<Row>({ description: 0, contentHash: 0 })
          .sort(byPublication ? { publishedAt: -1, _id: -1 } : { _id: -1 })
          .limit(query.limit + 1)
          .toArray(),
      );
      const shown = rows.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ _id, ...job }) => ({ ...neverClosed, ...job })),
        nextCursor: last && rows.length > query.limit ? cursorOf(last, byPublication) : null,
      };
    },
  };
}

function toConditions(query: JobQuery): Filter<StoredJob>[] {
  const { sourceUrl, text, company, location, status, publishedFrom, publishedTo, changedBy } = query;
  const conditions: Filter<StoredJob>[] = [];
  if (sourceUrl !== undefined) conditions.push({ sourceUrl });
  // All words must match, each exactly.
  if (text !== undefined) conditions.push({ $text: { $search: text.split(/\s+/).map(quoted).join(' ') } });
  if (company !== undefined) conditions.push({ company: containing(company) });
  if (location !== undefined) conditions.push({ location: containing(location) });
  if (status !== undefined) conditions.push({ status: status === 'closed' ? 'closed' : { $ne: 'closed' } });
  if (publishedFrom) conditions.push({ publishedAt: { $gte: publishedFrom } });
  if (publishedTo) conditions.push({ publishedAt: { $lt: publishedTo } });
  if (changedBy) conditions.push(changedByRun(changedBy));
  return conditions;
}

/** Ids are made at the time of the insert, by clocks that agree within this. A run under way has no latest id. */
const CLOCK_SKEW_MS = 60_000;

/** An id contains the time of the insert: the ones of a run are found without an index on createdRunId. */
function changedByRun(run: NonNullable<JobQuery['changedBy']>): Filter<StoredJob> {
  const idAt = (ms: number) => ObjectId.createFromTime(Math.floor(ms / 1000));
  const from = idAt(run.startedAt.getTime() - CLOCK_SKEW_MS);
  const ids = run.finishedAt
    ? { $gte: from, $lte: idAt(run.finishedAt.getTime() + CLOCK_SKEW_MS) }
    : { $gte: from };
  return { $or: [{ _id: ids, createdRunId: run.runId }, { updatedRunId: run.runId }] };
}

function containing(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
}

function quoted(word: string): string {
  return `"${word.replaceAll('"', '').replaceAll('\\', '')}"`;
}

async function withinTime<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search();
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (error.code === INDEX_NOT_FOUND) {
      throw new FeedflowError(
        'text-search-off',
        'the text index is being made; text works once it is there',
        {
          cause: error,
        },
      );
    }
    if (error.code !== EXCEEDED_TIME_LIMIT) throw error;
    throw new FeedflowError(
      'query-too-broad',
      `the search was given up after ${MAX_TIME_MS} ms: narrow it by source, published or text`,
      { cause: error },
    );
  }
}

const idCursor = z.string().regex(/^[0-9a-f]{24}$/);
const publicationCursor = z.object({ p: z.number().min(-8.64e15).max(8.64e15).nullable(), i: idCursor });

function cursorOf(row: Row, byPublication: boolean): string {
  const id = row._id.toHexString();
  return encodeCursor(byPublication ? { p: row.publishedAt?.getTime() ?? null, i: id } : id);
}

function behindCursor(cursor: string, byPublication: boolean): Filter<StoredJob> {
  if (!byPublication) return { _id: { $lt: new ObjectId(decodeCursor(cursor, idCursor)) } };
  const { p, i } = decodeCursor(cursor, publicationCursor);
  return after({
    field: 'publishedAt',
    direction: -1,
    value: p === null ? null : new Date(p),
    tieField: '_id',
    tieValue: new ObjectId(i),
  });
}
