import { type Db, type Document, type Filter, MongoServerError, ObjectId } from 'mongodb';
import { z } from 'zod';
import { MINUTE_MS } from '../../durations.ts';
import { FeedflowError } from '../../errors.ts';
import { durationLabel } from '../../model/duration-label.ts';
import type { EmploymentType } from '../../model/employment-types.ts';
import type { CloseReason, JobStatus, StoredJob } from '../../model/job.ts';
import type { ExportedJob, JobCount, JobPage } from '../../model/job-view.ts';
import type { Run } from '../../model/run.ts';
import { toPage } from '../cursor.ts';
import { isTimeLimitExceeded } from '../errors.ts';
import { after, directionOf, keyOf, placeOf, type Sort } from '../keyset.ts';
import { firstIdAt } from '../object-ids.ts';
import { withoutChanges } from './change-log.ts';
import { stateOf } from './job-state.ts';
import { SOURCE_INDEX } from './jobs.ts';

/** Which jobs a search finds. */
export interface JobFilter {
  /** Only jobs of these feeds. */
  sourceUrls?: string[];
  /** Only jobs that have this source name; needs `sourceUrls`, as no index has it. */
  sourceName?: string;
  /** Words of the title; needs the text index. */
  text?: string;
  /** Part of the company's name, and of the location; any case. */
  company?: string;
  location?: string;
  status?: JobStatus;
  /** Only jobs that are closed for this reason. */
  closeReason?: CloseReason;
  /** By their normalized values. */
  employmentType?: EmploymentType;
  countryCode?: string;
  language?: string;
  publishedFrom?: Date;
  publishedTo?: Date;
  /** Only jobs that this run created, or was the last to change. */
  changedBy?: { runId: string; startedAt: Date; finishedAt: Date | null };
}

export interface JobQuery extends JobFilter {
  sort: JobSort;
  cursor?: string;
  limit: number;
}

/** Ascending `publishedAt` leaves out jobs without a date; `closedAt` leaves out open jobs. */
export type JobSort = Sort<'publishedAt' | 'createdAt' | 'closedAt'>;

type SummaryRow = Omit<StoredJob, 'description' | 'contentHash'> & { _id: ObjectId };
type Row = StoredJob & { _id: ObjectId };
/** What decides the place of a job in a list, of the field that the list is sorted by. */
type RowKey = Pick<Row, '_id'> & Partial<Pick<Row, JobSort['by']>>;

export type JobSearch = ReturnType<typeof createJobSearch>;

/** The longest a search may take in MongoDB, in ms: no request reads millions of jobs to their end. */
const MAX_TIME_MS = 3_000;
/** Of so many values of an index MongoDB merges the entries in their order (internalQueryMaxScansToExplode). */
const MERGED_FEEDS = 200;
/** Jobs of a source whose texts are counted, and different texts. */
const MAX_TEXT_JOBS = 50_000;
const MAX_TEXTS = 2_000;
/** Jobs are counted up to this number. */
const MAX_COUNT = 100_000;
const INDEX_NOT_FOUND = 27;
const INDEX_OPTIONS_CONFLICT = 85;

/** Jobs that have both of these texts. */
export interface ValueTexts {
  jobType: string | null;
  country: string | null;
  jobs: number;
}

/** Searches the `jobs` collection. */
export function createJobSearch(db: Db) {
  const collection = db.collection<StoredJob>('jobs');
  const runs = db.collection<Run>('import_logs');
  let hasTextIndex = false;

  /** @param until by when it is given up, by `performance.now` */
  function find<Found extends RowKey>(
    conditions: Filter<StoredJob>[],
    { sort, limit, until }: { sort: JobSort; limit: number; until: number },
    projection: Document,
  ): Promise<Found[]> {
    const direction = directionOf(sort);
    return (
      collection
        .find(conditions.length > 0 ? { $and: conditions } : {}, { maxTimeMS: timeLeft(until) })
        .project<Found>(projection)
        // The time in an id is that of the insert.
        .sort(sort.by === 'createdAt' ? { _id: direction } : { [sort.by]: direction, _id: direction })
        .limit(limit)
        .toArray()
    );
  }

  /**
   * A page of the jobs of more feeds than MongoDB merges: it would sort all of them for each page. So the first of some
   * feeds at a time are looked for, by what the index has, and then read.
   */
  async function readMerged<Found extends SummaryRow>(
    feeds: readonly string[],
    conditions: Filter<StoredJob>[],
    { sort, limit }: JobQuery,
    projection: Document,
  ): Promise<{ items: Found[]; nextCursor: string | null }> {
    const until = performance.now() + MAX_TIME_MS;
    let first: RowKey[] = [];
    for (let from = 0; from < feeds.length; from += MERGED_FEEDS) {
      const ofSome = { sourceUrl: { $in: feeds.slice(from, from + MERGED_FEEDS) } };
      const range = { sort, limit: limit + 1, until };
      const found = await find<RowKey>([...conditions, ofSome], range, { [sort.by]: 1 });
      first = first
        .concat(found)
        .sort(inOrder(sort))
        .slice(0, limit + 1);
    }
    const { items: keys, nextCursor } = toPage(first, limit, (row) => cursorKeyOf(sort, row));
    const ids = keys.map(({ _id }) => _id);
    const rows = collection
      .find({ _id: { $in: ids } }, { maxTimeMS: timeLeft(until) })
      .project<Found>(projection);
    const byId = new Map((await rows.toArray()).map((row) => [row._id.toHexString(), row]));
    // One may have been removed since.
    return { items: ids.flatMap((id) => byId.get(id.toHexString()) ?? []), nextCursor };
  }

  /** A page of stored jobs, and the cursor of the next one. */
  async function readPage<Found extends SummaryRow>(
    query: JobQuery,
    projection: Document,
  ): Promise<{ items: Found[]; nextCursor: string | null }> {
    const { sort, limit } = query;
    const conditions = toConditions(query);
    if (sort.by === 'publishedAt' && sort.order === 'asc') conditions.push({ publishedAt: { $ne: null } });
    if (sort.by === 'closedAt') conditions.push({ status: 'closed', closedAt: { $gt: new Date(0) } });
    if (query.cursor) conditions.push(behindCursor(query.cursor, sort));
    // Feed by feed the index has them in order, so those of all feeds are merged rather than sorted.
    const isSearched = query.text !== undefined || query.changedBy !== undefined;
    if (sort.by === 'publishedAt' && query.sourceUrls === undefined && !isSearched) {
      const feeds = await collection.distinct('sourceUrl');
      if (feeds.length > MERGED_FEEDS)
        return withinTime(() => readMerged<Found>(feeds, conditions, query, projection));
      conditions.push({ sourceUrl: { $in: feeds } });
    }
    const range = { sort, limit: limit + 1, until: performance.now() + MAX_TIME_MS };
    const found = await withinTime(() => find<Found>(conditions, range, projection));
    return toPage(found, limit, (row) => cursorKeyOf(sort, row));
  }

  return {
    /**
     * Creates the text index unless there is one, which may be one of an earlier version over company and location too.
     * On millions of jobs this takes minutes; imports continue.
     *
     * @throws the driver's timeout where it takes long: MongoDB continues, and a further call waits for it
     */
    async ensureTextIndex(): Promise<void> {
      try {
        // Of the title alone: an index over company and location as well makes a first import a fifth slower.
        await collection.createIndex({ title: 'text' }, { name: 'title_text', default_language: 'none' });
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== INDEX_OPTIONS_CONFLICT) throw error;
      }
      hasTextIndex = true;
    },

    /** Whether `ensureTextIndex` has found or created the index. */
    hasTextIndex: (): boolean => hasTextIndex,

    /**
     * A page of jobs.
     *
     * @throws FeedflowError 'query-too-broad' where MongoDB would have to read too many of them;
     * 'text-search-off' where the text index is not there
     */
    async list(query: JobQuery): Promise<JobPage> {
      const projection = { description: 0, contentHash: 0, ...withoutChanges };
      const { items, nextCursor } = await readPage<SummaryRow>(query, projection);
      return {
        items: items.map(({ _id, closedBefore, ...job }) => ({ ...job, ...stateOf(job) })),
        nextCursor,
      };
    },

    /** A page of jobs with all that is stored of them. @throws FeedflowError as `list` */
    async listWhole(query: JobQuery): Promise<{ items: ExportedJob[]; nextCursor: string | null }> {
      const { items, nextCursor } = await readPage<Row>(query, withoutChanges);
      return {
        items: items.map(({ _id, closedBefore, ...job }) => ({ ...job, ...stateOf(job) })),
        nextCursor,
      };
    },

    /**
     * The URLs of the feeds whose jobs may have this source name, as a source that was deleted leaves them: its runs
     * name them, and the newest job of each feed. So a feed that a source of another name reads now is found while a
     * run is kept.
     */
    async feedsOf(sourceName: string): Promise<string[]> {
      // One key of an index per feed.
      const pipeline = [
        { $sort: { sourceUrl: 1, publishedAt: -1, _id: -1 } },
        { $group: { _id: '$sourceUrl', sourceName: { $first: '$sourceName' } } },
        { $match: { sourceName } },
      ];
      const options = { maxTimeMS: MAX_TIME_MS };
      const [ofJobs, ofRuns] = await withinTime(() =>
        Promise.all([
          collection.aggregate<{ _id: string }>(pipeline, options).toArray(),
          runs.distinct('sourceUrl', { sourceName }, options),
        ]),
      );
      return [...new Set([...ofJobs.map(({ _id }) => _id), ...ofRuns])].sort();
    },

    /**
     * What the open jobs of a source have as jobType and country, the most frequent first.
     *
     * @returns not exact where there are more than 50,000 jobs or 2,000 pairs of texts
     * @throws FeedflowError 'query-too-broad' where MongoDB takes too long
     */
    async valueTexts(sourceUrl: string): Promise<{ texts: ValueTexts[]; jobs: number; exact: boolean }> {
      const pipeline = [
        { $match: { sourceUrl, status: 'open' } },
        { $limit: MAX_TEXT_JOBS + 1 },
        { $group: { _id: { jobType: '$jobType', country: '$country' }, jobs: { $sum: 1 } } },
        { $sort: { jobs: -1, _id: 1 } },
        { $limit: MAX_TEXTS + 1 },
        { $project: { _id: 0, jobType: '$_id.jobType', country: '$_id.country', jobs: 1 } },
      ];
      const options = { maxTimeMS: MAX_TIME_MS, hint: SOURCE_INDEX };
      const found = await withinTime(() => collection.aggregate<ValueTexts>(pipeline, options).toArray());
      const texts = found.slice(0, MAX_TEXTS);
      const jobs = texts.reduce((sum, one) => sum + one.jobs, 0);
      return { texts, jobs, exact: found.length <= MAX_TEXTS && jobs <= MAX_TEXT_JOBS };
    },

    /**
     * The number of jobs that match; not exact above 100,000, where it ends.
     *
     * @throws FeedflowError as `list`
     */
    async count(filter: JobFilter): Promise<JobCount> {
      const conditions = toConditions(filter);
      const found = await withinTime(() =>
        collection.countDocuments(conditions.length > 0 ? { $and: conditions } : {}, {
          limit: MAX_COUNT + 1,
          maxTimeMS: MAX_TIME_MS,
        }),
      );
      return { count: Math.min(found, MAX_COUNT), exact: found <= MAX_COUNT };
    },
  };
}

function toConditions(query: JobFilter): Filter<StoredJob>[] {
  const { sourceUrls, sourceName, text, company, location, status, closeReason } = query;
  const { employmentType, countryCode, language, publishedFrom, publishedTo, changedBy } = query;
  const conditions: Filter<StoredJob>[] = [];
  if (sourceUrls !== undefined) conditions.push({ sourceUrl: { $in: sourceUrls } });
  if (sourceName !== undefined) conditions.push({ sourceName });
  // All words must match, each exactly.
  if (text !== undefined) conditions.push({ $text: { $search: text.split(/\s+/).map(quoted).join(' ') } });
  if (company !== undefined) conditions.push({ company: containing(company) });
  if (location !== undefined) conditions.push({ location: containing(location) });
  if (status !== undefined) conditions.push({ status: status === 'closed' ? 'closed' : { $ne: 'closed' } });
  if (closeReason) conditions.push({ status: 'closed', closeReason });
  if (employmentType !== undefined) conditions.push({ 'normalized.employmentTypes': employmentType });
  if (countryCode !== undefined) conditions.push({ 'normalized.country': countryCode });
  if (language !== undefined) conditions.push({ 'normalized.language': language });
  if (publishedFrom) conditions.push({ publishedAt: { $gte: publishedFrom } });
  if (publishedTo) conditions.push({ publishedAt: { $lt: publishedTo } });
  if (changedBy) conditions.push(changedByRun(changedBy));
  return conditions;
}

/** Ids are made at the time of the insert, by clocks that agree within this. A run under way has no latest id. */
const CLOCK_SKEW_MS = MINUTE_MS;

/** An id contains the time of the insert: the ones of a run are found without an index on createdRunId. */
function changedByRun(run: NonNullable<JobFilter['changedBy']>): Filter<StoredJob> {
  const from = firstIdAt(run.startedAt.getTime() - CLOCK_SKEW_MS);
  const ids = run.finishedAt
    ? { $gte: from, $lte: firstIdAt(run.finishedAt.getTime() + CLOCK_SKEW_MS) }
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
    if (error instanceof MongoServerError && error.code === INDEX_NOT_FOUND) {
      throw new FeedflowError('text-search-off', 'the text index is missing: text works once it is there', {
        cause: error,
      });
    }
    if (!isTimeLimitExceeded(error)) throw error;
    throw new FeedflowError(
      'query-too-broad',
      `the search was given up after ${durationLabel(MAX_TIME_MS)}: narrow it by source, published or text`,
      { cause: error },
    );
  }
}

/** In ms, for MongoDB, which takes 0 for no limit. */
function timeLeft(until: number): number {
  return Math.max(1, Math.ceil(until - performance.now()));
}

function cursorKeyOf(sort: JobSort, row: RowKey): unknown {
  return keyOf(sort, { value: row[sort.by]?.getTime() ?? null, tie: row._id.toHexString() });
}

/** Compares jobs as MongoDB does, for which no date is before all dates. */
function inOrder(sort: JobSort): (a: RowKey, b: RowKey) => number {
  const timeOf = (row: RowKey) => row[sort.by]?.getTime() ?? -Number.MAX_VALUE;
  const compareIds = (a: RowKey, b: RowKey) => (a._id.toHexString() < b._id.toHexString() ? -1 : 1);
  const compare = (a: RowKey, b: RowKey) => Math.sign(timeOf(a) - timeOf(b)) || compareIds(a, b);
  return (a, b) => directionOf(sort) * compare(a, b);
}

const idTie = z.string().regex(/^[0-9a-f]{24}$/);

function behindCursor(cursor: string, sort: JobSort): Filter<StoredJob> {
  const { value, tie } = placeOf(cursor, sort, idTie);
  const id = new ObjectId(tie);
  if (sort.by === 'createdAt') return { _id: sort.order === 'desc' ? { $lt: id } : { $gt: id } };
  const at = value === null ? null : new Date(value);
  return after(sort, { field: sort.by, value: at, tieField: '_id', tieValue: id });
}
