import type { Collection, Db, ObjectId } from 'mongodb';
import { z } from 'zod';
import { MINUTE_MS } from '../../durations.ts';
import { FeedflowError } from '../../errors.ts';
import type { StoredJob } from '../../model/job.ts';
import type { JobChange } from '../../model/job-change.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type ChangeMark, createChangeLog, type ListedChange } from './change-log.ts';
import { stateOf } from './job-state.ts';
import { packKeys, unpackKeys } from './packed-keys.ts';

/** A page of changes, and where the next one begins: the same cursor again if there was nothing. */
export interface ChangesRead {
  items: JobChange[];
  nextCursor: string;
}

/** After all of what is listed under `number`, or after one key of it. */
interface Position {
  number: number;
  key: string | null;
  /** The newest number when this reader began. */
  began: number;
}

/** What is known of `changes` as a whole: a document in it. */
interface Bookkeeping {
  _id: 0;
  /** Up to this number, keys of jobs that are not stored any more were left out. */
  forgottenUpTo?: number;
  /** Where the next compaction begins. */
  compactedUpTo?: number;
}

type MarkedJob = StoredJob & ChangeMark;
type Brief = Pick<MarkedJob, 'dedupeKey' | 'changeGroup'>;

/** Keys that one page looks up at most, and the size of descriptions after which it ends. */
const MAX_KEYS_READ = 20_000;
const MAX_PAGE_CHARACTERS = 4_000_000;
const DOCUMENTS_AT_A_TIME = 50;
/** A job whose document is newer than its group by more than this was written by an earlier version. */
const UNMARKED_AFTER_MS = 5 * MINUTE_MS;

/** The migration that lists jobs of earlier versions. */
export const CHANGES_MIGRATION = '0006-jobs-change-group';

export type Changes = ReturnType<typeof createChanges>;

/** Reads the changes of jobs in the order of the change log, and keeps that log small. */
export function createChanges(db: Db) {
  const log = createChangeLog(db);
  const changes: Collection<ListedChange> = db.collection('changes');
  // What was read here must not be rolled back: its number would be given to another group.
  const committed: Collection<ListedChange> = db.collection('changes', {
    readConcern: { level: 'majority' },
  });
  const bookkeeping: Collection<Bookkeeping> = db.collection('changes');
  const jobs: Collection<MarkedJob> = db.collection('jobs');
  const migrations: Collection<{ _id: string; appliedAt: Date }> = db.collection('schema_migrations');

  async function newestGroup(): Promise<Pick<ListedChange, '_id' | 'group'> | undefined> {
    const [last] = await committed
      .find({ _id: { $gt: 0 } }, { projection: { _id: 1, group: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return last;
  }

  async function newest(): Promise<number> {
    return (await newestGroup())?._id ?? 0;
  }

  async function briefsOf(keys: readonly string[]): Promise<Map<string, Brief>> {
    const found = jobs
      .find({ dedupeKey: { $in: [...keys] } })
      .project<Brief>({ _id: 0, dedupeKey: 1, changeGroup: 1 });
    return new Map((await found.toArray()).map((job) => [job.dedupeKey, job]));
  }

  /** The keys whose jobs were last written by `group`, or are not stored any more. */
  async function currentKeys(keys: readonly string[], group: ObjectId): Promise<string[]> {
    const briefs = await briefsOf(keys);
    return keys.filter((key) => {
      const brief = briefs.get(key);
      return !brief || brief.changeGroup?.equals(group);
    });
  }

  /** The position of a new reader, or of a cursor. @throws FeedflowError 'request-invalid', 'cursor-expired' */
  async function positionOf(cursor: string | undefined): Promise<Position> {
    const last = await newest();
    if (cursor === undefined) return { number: 0, key: null, began: last };
    const position = decodePosition(cursor);
    if (Math.max(position.number, position.began) > last) throw expired();
    return position;
  }

  /** @throws FeedflowError 'cursor-expired' where keys after a position were left out */
  async function assertKept({ number, key, began }: Position): Promise<void> {
    const { forgottenUpTo = 0 } = (await bookkeeping.findOne({ _id: 0 })) ?? {};
    if (Math.max(key === null ? number : number - 1, began) < forgottenUpTo) throw expired();
  }

  return {
    ...log,

    /** The newest number. */
    newest,

    /** A text that is another one after each change of a job, and in each database. */
    async version(): Promise<string> {
      const last = await newestGroup();
      return last ? `${last._id}-${last.group.toHexString()}` : '0';
    },

    /**
     * The changes after a cursor, or from the beginning, in the order in which they were committed: of each job the
     * latest one. There is nothing more for now if `nextCursor` is the cursor that was given. A page may be empty and
     * yet not the last one.
     *
     * @throws FeedflowError 'request-invalid' for a cursor that is none; 'cursor-expired'
     */
    async read({ cursor, limit }: { cursor: string | undefined; limit: number }): Promise<ChangesRead> {
      const start = await positionOf(cursor);
      const { began } = start;
      let position = start;
      const items: JobChange[] = [];
      let keysRead = 0;
      let characters = 0;
      const isFull = () => items.length >= limit || characters > MAX_PAGE_CHARACTERS;
      const listed = committed
        .find({ _id: { $gte: Math.max(1, position.number) } }, { batchSize: DOCUMENTS_AT_A_TIME })
        .sort({ _id: 1 });
      for await (const { _id: number, group, runId, at, keys: packed } of listed) {
        if (isFull() || keysRead > MAX_KEYS_READ) break;
        const { number: from, key: after } = position;
        if (number === from && after === null) continue;
        const all = unpackKeys(packed);
        const keys = number === from && after !== null ? all.filter((key) => key > after) : all;
        keysRead += keys.length;
        const current = await currentKeys(keys, group);
        const some = current.slice(0, limit - items.length);
        const found = jobs
          .find({ dedupeKey: { $in: some } }, { projection: { _id: 0, fieldChanges: 0 } })
          .sort({ dedupeKey: 1 });
        let stored: MarkedJob | null = await found.next();
        let isWhole = some.length === current.length;
        for (const key of some) {
          if (isFull()) {
            isWhole = false;
            break;
          }
          position = { number, key, began };
          const job = stored?.dedupeKey === key ? stored : null;
          if (job) stored = await found.next();
          // It was written again since: that change has another group.
          if (job && !job.changeGroup?.equals(group)) continue;
          characters += job?.description?.length ?? 0;
          items.push(toChange({ runId, at, key, job, cursor: encodePosition(position) }));
        }
        await found.close();
        // The page may have room left, where jobs were written again meanwhile.
        if (!isWhole) break;
        position = { number, key: null, began };
      }
      // Afterwards, since keys may have been left out meanwhile.
      await assertKept(start);
      return { items, nextCursor: encodePosition(position) };
    },

    /**
     * Whether the migration that lists the jobs of earlier versions ran after `time`: one may then still be writing.
     */
    async wasMigratedAfter(time: Date): Promise<boolean> {
      return (await migrations.findOne({ _id: CHANGES_MIGRATION, appliedAt: { $gt: time } })) !== null;
    },

    /**
     * Lists those of the jobs after an id that no change names: jobs that a version without a change log wrote. It
     * reads all jobs.
     *
     * @returns the last id looked at; null at the end
     */
    async listUnmarked(after: ObjectId | null, limit: number): Promise<ObjectId | null> {
      const groupTime = { $add: [{ $toDate: '$changeGroup' }, UNMARKED_AFTER_MS] };
      const found = await jobs
        .find({ ...(after ? { _id: { $gt: after } } : {}), $expr: { $gt: ['$updatedAt', groupTime] } })
        .sort({ _id: 1 })
        .limit(limit)
        .project<{ _id: ObjectId; dedupeKey: string }>({ dedupeKey: 1 })
        .toArray();
      const last = found.at(-1);
      if (!last) return null;
      const ids = found.map(({ _id }) => _id);
      const keys = found.map(({ dedupeKey }) => dedupeKey);
      await log.record({ keys, runId: null }, async (changeGroup) => {
        const { modifiedCount } = await jobs.updateMany({ _id: { $in: ids } }, { $set: { changeGroup } });
        return { result: undefined, wroteAny: modifiedCount > 0 };
      });
      return last._id;
    },

    /**
     * Removes what no reader needs from the next documents of `changes`: the keys of jobs that changed again since,
     * and, where a document is older than `goneBefore`, of jobs that are not stored any more. The newest document
     * stays.
     *
     * @param before only documents that are older
     * @returns how many documents it removed; null at the end, and the next call begins at the start
     */
    async compact(
      { before, goneBefore }: { before: Date; goneBefore: Date },
      limit: number,
    ): Promise<number | null> {
      const { compactedUpTo = 0 } = (await bookkeeping.findOne({ _id: 0 })) ?? {};
      const last = await newest();
      const found = await changes
        .find({ _id: { $gt: compactedUpTo, $lt: last } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      const old = found.slice(0, found.filter(({ at }) => at < before).length);
      const briefs = await briefsOf(old.flatMap(({ keys }) => unpackKeys(keys)));
      let removed = 0;
      for (const change of old) if (await compactOne(change, briefs, goneBefore)) removed += 1;
      const next = old.at(-1)?._id ?? 0;
      await bookkeeping.updateOne({ _id: 0 }, { $set: { compactedUpTo: next } }, { upsert: true });
      return next === 0 ? null : removed;
    },
  };

  /** @returns whether it is removed */
  async function compactOne(
    { _id, group, at, keys: packed }: ListedChange,
    briefs: ReadonlyMap<string, Brief>,
    goneBefore: Date,
  ): Promise<boolean> {
    const keys = unpackKeys(packed);
    const current = keys.filter((key) => briefs.get(key)?.changeGroup?.equals(group));
    const gone = keys.filter((key) => !briefs.has(key));
    const isOld = at < goneBefore;
    const kept = isOld ? current : [...current, ...gone];
    // To rewrite a document for a few keys is not worth it.
    if (kept.length > keys.length / 2) return false;
    // First, so that no reader misses a key without being refused.
    if (isOld && gone.length > 0) {
      await bookkeeping.updateOne({ _id: 0 }, { $max: { forgottenUpTo: _id } }, { upsert: true });
    }
    if (kept.length === 0) return (await changes.deleteOne({ _id, group })).deletedCount === 1;
    await changes.updateOne({ _id, group }, { $set: { keys: packKeys(kept) } });
    return false;
  }
}

/** Reasons of closing that readers know as a type of their own. */
const TYPE_BY_REASON: Readonly<Record<string, JobChange['type']>> = { expired: 'expired' };

function toChange(change: {
  runId: string | null;
  at: Date;
  key: string;
  job: MarkedJob | null;
  cursor: string;
}): JobChange {
  const { runId, at, key, job: marked, cursor } = change;
  if (!marked) return { type: 'closed', at, runId, dedupeKey: key, changed: null, job: null, cursor };
  const { changeGroup: _group, changeType, changedFields = null, closedBefore: _before, ...stored } = marked;
  const state = stateOf(stored);
  const closedType = TYPE_BY_REASON[state.closeReason ?? ''] ?? 'closed';
  const type = state.status === 'closed' ? closedType : (changeType ?? 'new');
  const changed = type === 'updated' || type === 'reopened' ? changedFields : null;
  return { type, at, runId, dedupeKey: key, changed, job: { ...stored, ...state }, cursor };
}

const wholeNumber = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const storedPosition = z.strictObject({
  n: wholeNumber,
  k: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
  b: wholeNumber.optional(),
});

function encodePosition({ number: n, key, began }: Position): string {
  return encodeCursor({ n, k: key ?? undefined, b: began > n ? began : undefined });
}

function decodePosition(cursor: string): Position {
  const { n, k = null, b = 0 } = decodeCursor(cursor, storedPosition);
  return { number: n, key: k, began: b };
}

function expired(): FeedflowError {
  return new FeedflowError(
    'cursor-expired',
    'closed jobs since this cursor are forgotten, or the database was restored from before it: read from the beginning without a cursor, and drop what is not in it',
  );
}
