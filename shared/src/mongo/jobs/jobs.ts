import { isDeepStrictEqual } from 'node:util';
import {
  type CountDocumentsOptions,
  type Db,
  type Filter,
  MongoBulkWriteError,
  type ObjectId,
} from 'mongodb';
import { lastDayAt } from '../../model/closing.ts';
import {
  type CloseReason,
  DUE_REASONS,
  type DueReason,
  type JobPosting,
  type JobStatus,
  type StoredJob,
} from '../../model/job.ts';
import { JOB_FIELDS } from '../../model/job-fields.ts';
import { storedValues } from '../../model/normalized-values.ts';
import type { Run } from '../../model/run.ts';
import { MAX_CLOCK_SKEW_MS } from '../../process/clock.ts';
import { inSlices } from '../../slices.ts';
import type { ValueMaps } from '../../values/value-maps.ts';
import { createValueReader } from '../../values/value-reader.ts';
import { isDuplicateKey, isTimeLimitExceeded, refusedWrites } from '../errors.ts';
import { type ChangeLog, type ChangeMark, withoutChangeMark, withoutChanges } from './change-log.ts';
import { fieldChangesOf } from './field-changes.ts';
import {
  type JobDocument,
  type JobWithChanges,
  type JobWrite,
  type KnownChanges,
  toOperation,
  type WriteStamp,
} from './job-writes.ts';

/** What deciding between insert, update and nothing takes. */
export type KnownJob = Pick<
  StoredJob,
  | 'dedupeKey'
  | 'contentHash'
  | 'expiresAt'
  | 'createdRunId'
  | 'updatedRunId'
  | 'status'
  | 'closeReason'
  | 'changedAt'
>;

/** What a job is recognised by. */
export type BriefJob = Pick<
  StoredJob,
  'dedupeKey' | 'contentHash' | 'externalId' | 'jobUrl' | 'applyUrl' | 'title' | 'location' | 'company'
>;

/** Which jobs to look up: by key, or the open ones of a source by a field that has no index. */
export type JobLookUp =
  | { by: 'dedupeKey'; values: string[] }
  /** @default the open jobs */
  | { by: 'jobUrl' | 'title'; sourceUrl: string; values: string[]; status?: JobStatus };

/** A job gets another key or contentHash, unless it has changed since it was read. */
export interface JobRekeying {
  from: Pick<StoredJob, 'dedupeKey' | 'contentHash'>;
  to: Pick<StoredJob, 'dedupeKey' | 'contentHash'>;
}

/** What deciding whether a job is gone takes. */
export type OpenJob = Pick<StoredJob, 'dedupeKey' | 'publishedAt'>;

export interface WriteResult {
  /** The writes that MongoDB refused. */
  errors: JobWriteError[];
  /** Whether an update found its job changed by another writer, and so did nothing. Which one, MongoDB does not say. */
  missed: boolean;
}

/** A write that MongoDB refused; `index` is its place in the list of writes. */
export interface JobWriteError {
  index: number;
  /** MongoDB's own code; 11000 is a duplicate key. */
  code: number;
  message: string;
}

/** The most jobs that a look-up returns. */
const MAX_FOUND = 2_000;
const CHANGED_PER_CALL = 1_000;
const MAX_COUNTED = 100_000;
const MAX_SCAN_MS = 10_000;
const briefFields = projectionOf(
  'dedupeKey',
  'contentHash',
  'externalId',
  'jobUrl',
  'applyUrl',
  'title',
  'location',
  'company',
);
const wholeFields = projectionOf('dedupeKey', 'contentHash', 'sourceUrl', 'sourceName', ...JOB_FIELDS);
/** The fields in which a change of a job is looked for. */
const CONTENT_FIELDS = [...JOB_FIELDS, 'sourceName'] as const;
const comparedFields = { ...wholeFields, normalized: 1 } as const;

type ChangesByKey = Map<string, KnownChanges>;

export type Jobs = ReturnType<typeof createJobs>;

/** The `jobs` collection: one document per job. Whatever is written to it goes through the change log. */
export function createJobs(db: Db, changeLog: Pick<ChangeLog, 'record'>) {
  const collection = db.collection<JobDocument>('jobs');

  /**
   * Closes those of some jobs that are open. To do it again does nothing. `updatedRunId` stays: to close a job is no
   * change of what its feed says of it.
   *
   * @param change runId: null if no run closes them
   * @param only what must still hold of them
   * @returns how many it closed
   */
  async function close(
    dedupeKeys: string[],
    { runId, at, reason }: { runId: string | null; at: Date; reason: CloseReason },
    only: Filter<StoredJob> = {},
  ): Promise<number> {
    const closed = {
      status: 'closed',
      closedAt: at,
      closedRunId: runId,
      closeReason: reason,
      changedAt: '$updatedAt',
      updatedAt: at,
    };
    if (dedupeKeys.length === 0) return 0;
    const filter = { $and: [{ dedupeKey: { $in: dedupeKeys }, status: 'open' as const }, only] };
    return changeLog.record({ keys: dedupeKeys, runId, at }, async (changeGroup) => {
      const { modifiedCount } = await collection.updateMany(filter, [{ $set: { ...closed, changeGroup } }]);
      return { result: modifiedCount, wroteAny: modifiedCount > 0 };
    });
  }

  /** What each update changes, by key; not of jobs that are no longer as their caller saw them. */
  async function changesOf(writes: JobWrite[], stamp: WriteStamp, maxTimeMs?: number): Promise<ChangesByKey> {
    const updates = new Map(
      writes.flatMap((write) => (write.kind === 'update' ? [[write.job.dedupeKey, write]] : [])),
    );
    if (updates.size === 0) return new Map();
    const stored = collection
      .find({ dedupeKey: { $in: [...updates.keys()] } }, { maxTimeMS: maxTimeMs })
      .project<JobPosting & Pick<StoredJob, 'normalized'>>(comparedFields);
    const changed: ChangesByKey = new Map();
    for await (const before of stored) {
      const update = updates.get(before.dedupeKey);
      if (update?.knownHash !== before.contentHash) continue;
      const names: string[] = CONTENT_FIELDS.filter(
        (name) => !isDeepStrictEqual(before[name] ?? null, update.job[name] ?? null),
      );
      const values = fieldChangesOf(before, update.job, names, stamp);
      const normalized = storedValues(stamp.reader.read(update.job));
      if (before.normalized && !isDeepStrictEqual(before.normalized, normalized)) names.push('normalized');
      changed.set(before.dedupeKey, { names, values: values.changes.length > 0 ? values : null });
    }
    return changed;
  }

  /** @returns those that kept their key */
  async function rekeyGroup(
    changes: JobRekeying[],
    changeGroup: ObjectId,
  ): Promise<{ result: JobRekeying[]; wroteAny: boolean }> {
    const operations = changes.map(({ from, to }) => {
      const changedFields = from.dedupeKey === to.dedupeKey ? [] : ['dedupeKey'];
      const mark: ChangeMark = { changeGroup, changeType: 'updated', changedFields };
      return { updateOne: { filter: from, update: { $set: { ...to, ...mark } } } };
    });
    try {
      const { modifiedCount } = await collection.bulkWrite(operations, { ordered: false });
      return { result: [], wroteAny: modifiedCount > 0 };
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError && isDuplicateKey(error))) throw error;
      const kept = refusedWrites(error).flatMap(({ index }) => changes[index] ?? []);
      return { result: kept, wroteAny: error.modifiedCount > 0 };
    }
  }

  async function writeGroup(
    writes: JobWrite[],
    stamp: WriteStamp & { group: ObjectId },
    { changed, maxTimeMs }: { changed: ChangesByKey; maxTimeMs: number | undefined },
  ): Promise<{ result: WriteResult; wroteAny: boolean }> {
    const updates = writes.filter(({ kind }) => kind === 'update').length;
    const operations = writes.map((write) => toOperation(write, stamp, changed.get(write.job.dedupeKey)));
    try {
      const { insertedCount, modifiedCount, matchedCount } = await collection.bulkWrite(operations, {
        ordered: false,
        maxTimeMS: maxTimeMs,
      });
      const result = { errors: [], missed: matchedCount < updates };
      return { result, wroteAny: insertedCount + modifiedCount > 0 };
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const refused = refusedWrites(error);
      if (refused.length === 0) throw error;
      const errors = refused.map(({ index, code, errmsg }) => {
        return { index, code, message: errmsg ?? 'write refused' };
      });
      const refusedUpdates = errors.filter(({ index }) => writes[index]?.kind === 'update').length;
      const result = { errors, missed: error.matchedCount < updates - refusedUpdates };
      return { result, wroteAny: error.insertedCount + error.modifiedCount > 0 };
    }
  }

  async function countByDueReason(
    filter: Filter<StoredJob>,
    options: CountDocumentsOptions,
  ): Promise<Record<DueReason, number>> {
    const count = (closeReason: DueReason) =>
      collection.countDocuments({ ...filter, status: 'closed', closeReason }, options);
    const [expired, tooOld] = await Promise.all([count('expired'), count('too-old')]);
    return { expired, 'too-old': tooOld };
  }

  return {
    /**
     * The stored state of those keys that exist, by key.
     *
     * @param maxTimeMs the longest the server may work on it
     */
    async findKnown(dedupeKeys: string[], maxTimeMs?: number): Promise<Map<string, KnownJob>> {
      const found = await collection
        .find({ dedupeKey: { $in: dedupeKeys } }, { maxTimeMS: maxTimeMs })
        .project<KnownJob>({
          _id: 0,
          dedupeKey: 1,
          contentHash: 1,
          expiresAt: 1,
          createdRunId: 1,
          updatedRunId: 1,
          status: 1,
          closeReason: 1,
          changedAt: 1,
        })
        .toArray();
      return new Map(found.map((job) => [job.dedupeKey, job]));
    },

    /**
     * Performs all writes in one unordered bulk write: one that is refused does not stop the others. An
     * update changes only what still is as its caller saw it, so that a writer that was held up for minutes
     * cannot undo what came after.
     *
     * @param stamp values: the value maps of the source, with which the values of its jobs are read
     * @param maxTimeMs the longest the server may work on it
     * @throws whatever stops the bulk as a whole, such as a lost connection
     */
    async write(
      writes: JobWrite[],
      { runId, at, values }: { runId: string; at: Date; values?: ValueMaps | null | undefined },
      maxTimeMs?: number,
    ): Promise<WriteResult> {
      if (writes.length === 0) return { errors: [], missed: false };
      const stamp = { runId, at, reader: createValueReader(values) };
      const changed = await changesOf(writes, stamp, maxTimeMs);
      const keys = writes.map(({ job }) => job.dedupeKey);
      return changeLog.record({ keys, runId, at }, (group) =>
        writeGroup(writes, { ...stamp, group }, { changed, maxTimeMs }),
      );
    },

    find(dedupeKey: string): Promise<JobWithChanges | null> {
      return collection.findOne({ dedupeKey }, { projection: { _id: 0, ...withoutChangeMark } });
    },

    /**
     * The jobs with one of these values, at most 2000. A search without an index takes 10 s at most; what it has not
     * found by then counts as not found.
     */
    async lookUp(query: JobLookUp): Promise<BriefJob[]> {
      const isByKey = query.by === 'dedupeKey';
      const value = { [query.by]: { $in: query.values } };
      const filter = isByKey
        ? value
        : { sourceUrl: query.sourceUrl, status: query.status ?? 'open', ...value };
      try {
        return await collection
          .find(filter, isByKey ? {} : { maxTimeMS: MAX_SCAN_MS })
          .limit(MAX_FOUND)
          .project<BriefJob>(briefFields)
          .toArray();
      } catch (error) {
        if (isTimeLimitExceeded(error)) return [];
        throw error;
      }
    },

    /** The jobs with these keys, with all that is read from a feed. */
    findWhole(dedupeKeys: string[]): Promise<JobPosting[]> {
      return collection
        .find({ dedupeKey: { $in: dedupeKeys } })
        .project<JobPosting>(wholeFields)
        .toArray();
    },

    /**
     * All jobs of a source, in the order of an index: open ones before closed ones, of these by reason, of these the
     * ones that expire last before the others, and of these the newest first.
     *
     * @param fields brief without what their contentHash is made of
     */
    async *allOf(sourceUrl: string, fields: 'brief' | 'whole', onlyOpen = false): AsyncGenerator<JobPosting> {
      const found = collection
        .find(onlyOpen ? { sourceUrl, status: 'open' } : { sourceUrl })
        .sort({ sourceUrl: -1, status: -1, closeReason: -1, expiresAt: -1 })
        .hint(SOURCE_INDEX)
        .project<JobPosting>(fields === 'brief' ? briefFields : wholeFields);
      for await (const job of found) yield job;
    },

    /**
     * Gives jobs other keys and content hashes. A job whose new key another one has keeps its own.
     *
     * @returns how many have another key now, and those that kept theirs
     */
    async rekey(changes: JobRekeying[]): Promise<{ rekeyed: number; kept: JobRekeying[] }> {
      if (changes.length === 0) return { rekeyed: 0, kept: [] };
      // The keys that jobs lose too: their readers learn that there is no such job any more.
      const keys = [...new Set(changes.flatMap(({ from, to }) => [from.dedupeKey, to.dedupeKey]))];
      const kept = await changeLog.record({ keys, runId: null }, (group) => rekeyGroup(changes, group));
      const moved = changes.filter(({ from, to }) => from.dedupeKey !== to.dedupeKey).length;
      return { rekeyed: moved - kept.length, kept };
    },

    /** Whether any job of a source is stored, open or closed. */
    async hasAny(sourceUrl: string): Promise<boolean> {
      return (await collection.findOne({ sourceUrl }, { projection: { _id: 1 } })) !== null;
    },

    /** Open jobs of a source. */
    countOpen(sourceUrl: string): Promise<number> {
      return collection.countDocuments({ sourceUrl, status: 'open' });
    },

    /** A source's open jobs. */
    async *openJobs(sourceUrl: string): AsyncGenerator<OpenJob> {
      const projection = { _id: 0, dedupeKey: 1, publishedAt: 1 };
      // MongoDB would fill 16 MB at a time: tens of thousands of objects.
      yield* collection.find({ sourceUrl, status: 'open' }, { projection, batchSize: CHANGED_PER_CALL });
    },

    /** The first of some jobs that are open, in the order of their keys. */
    async findOpen(dedupeKeys: string[], limit: number): Promise<StoredJob[]> {
      const filter = { dedupeKey: { $in: dedupeKeys }, status: 'open' } as const;
      return await collection
        .find(filter, { projection: { _id: 0, description: 0, ...withoutChanges } })
        .sort({ dedupeKey: 1 })
        .limit(limit)
        .toArray();
    },

    /** The keys of those of some jobs that are open. */
    async openAmong(dedupeKeys: string[]): Promise<string[]> {
      const found = collection
        .find({ dedupeKey: { $in: dedupeKeys }, status: 'open' })
        .project<Pick<StoredJob, 'dedupeKey'>>({ _id: 0, dedupeKey: 1 });
      return keysOf(await found.toArray());
    },

    /** How many of some jobs a run has created. */
    countCreatedBy(dedupeKeys: string[], runId: string): Promise<number> {
      return collection.countDocuments({ dedupeKey: { $in: dedupeKeys }, createdRunId: runId });
    },

    close,

    /**
     * Closes some of a source's open jobs, a thousand at most, because the source is deleted.
     *
     * @returns how many it found open, 0 when none is left; and how many of them it closed
     */
    async closeSome(sourceUrl: string, at: Date): Promise<{ found: number; closed: number }> {
      const found = await collection
        .find({ sourceUrl, status: 'open' })
        .hint(SOURCE_INDEX)
        .limit(CHANGED_PER_CALL)
        .project<Pick<StoredJob, 'dedupeKey'>>({ _id: 0, dedupeKey: 1 })
        .toArray();
      const keys = keysOf(found);
      const closed = await close(keys, { runId: null, at, reason: 'source-deleted' });
      return { found: keys.length, closed };
    },

    /**
     * Closes the open jobs of a source that are due, in steps of a thousand. A job that an import changes meanwhile is
     * closed only if it is due still.
     *
     * @param due the reason, and the time by which they are due: now, or that of the oldest job that is kept
     * @returns after each step how many it closed, so that the caller can count them and stop
     */
    async *closeDue(
      sourceUrl: string,
      { reason, by }: { reason: DueReason; by: Date },
      at: Date,
    ): AsyncGenerator<number> {
      const only = dueBy(reason, by);
      const found = collection
        .find({ sourceUrl, status: 'open', ...only }, { batchSize: CHANGED_PER_CALL })
        .hint(SOURCE_INDEX)
        .project<Pick<StoredJob, 'dedupeKey'>>({ _id: 0, dedupeKey: 1 });
      for await (const some of inSlices(found, CHANGED_PER_CALL))
        yield await close(keysOf(some), { runId: null, at, reason }, only);
    },

    /** How many jobs of a source are closed because they were due, by reason. */
    countDue(sourceUrl: string): Promise<Record<DueReason, number>> {
      return countByDueReason({ sourceUrl }, { hint: SOURCE_INDEX });
    },

    /**
     * How many jobs of all sources were closed since a time because they were due, by reason; up to 100,000 of each.
     */
    countDueSince(from: Date): Promise<Record<DueReason, number>> {
      return countByDueReason({ closedAt: { $gte: from } }, { hint: CLOSED_INDEX, limit: MAX_COUNTED });
    },

    /**
     * Gives the jobs of a source its new name, in steps of a thousand.
     *
     * @returns after each step, so that the caller can stop
     */
    async *rename(sourceUrl: string, from: string, to: string): AsyncGenerator<void> {
      const found = collection
        .find({ sourceUrl, sourceName: from }, { batchSize: CHANGED_PER_CALL })
        .hint(SOURCE_INDEX)
        .project<{ _id: ObjectId; dedupeKey: string }>({ dedupeKey: 1 });
      for await (const some of inSlices(found, CHANGED_PER_CALL)) {
        const filter = { _id: { $in: some.map(({ _id }) => _id) }, sourceName: from };
        await changeLog.record({ keys: keysOf(some), runId: null }, async (changeGroup) => {
          const mark: ChangeMark = { changeGroup, changeType: 'updated', changedFields: ['sourceName'] };
          const { modifiedCount } = await collection.updateMany(filter, {
            $set: { sourceName: to, ...mark },
          });
          return { result: undefined, wroteAny: modifiedCount > 0 };
        });
        yield;
      }
    },

    /** Jobs that a run closed because they were gone, and that are closed still. */
    countClosedBy(run: ClosingRun): Promise<number> {
      return collection.countDocuments({ ...closedBy(run), closeReason: { $nin: [...DUE_REASONS] } });
    },

    /** Jobs that a run stored closed, or closed, because their expiry date was past. */
    countExpiredBy(run: ClosingRun): Promise<number> {
      return collection.countDocuments({ ...closedBy(run), closeReason: 'expired' });
    },

    countBySource(sourceUrl: string): Promise<number> {
      return collection.countDocuments({ sourceUrl });
    },
  };
}

function keysOf(jobs: readonly Pick<StoredJob, 'dedupeKey'>[]): string[] {
  return jobs.map(({ dedupeKey }) => dedupeKey);
}

function projectionOf(...names: (keyof JobPosting)[]): Record<string, 0 | 1> {
  return { _id: 0, ...Object.fromEntries(names.map((name) => [name, 1])) };
}

/**
 * One index for the open jobs of a source, those of them that are due by their expiry date, and its closed ones by
 * reason: each index more costs every insert, also where it has no entry for the job.
 */
export const SOURCE_INDEX = { sourceUrl: 1, status: 1, closeReason: 1, expiresAt: 1 } as const;
/** With reason and status, so that counts read the index alone. */
export const CLOSED_INDEX = { closedAt: 1, _id: 1, closeReason: 1, status: 1 } as const;

/** A run whose closed jobs are counted. */
type ClosingRun = Pick<Run, 'runId' | 'sourceUrl' | 'startedAt'>;

/** Closed since the run began, which an index finds: a source may have any number of jobs that earlier runs closed. */
function closedBy({ runId, sourceUrl, startedAt }: ClosingRun): Filter<StoredJob> {
  // The clock may have been corrected since.
  const from = new Date(startedAt.getTime() - MAX_CLOCK_SKEW_MS);
  return { sourceUrl, status: 'closed', closedRunId: runId, closedAt: { $gte: from } };
}

/** Open jobs that are due, in the terms of `isPast` and `oldestKept`. */
function dueBy(reason: DueReason, by: Date): Filter<StoredJob> {
  return reason === 'expired'
    ? { expiresAt: { $gt: new Date(0), $lte: by, $ne: lastDayAt(by) } }
    : { updatedAt: { $lte: by } };
}
