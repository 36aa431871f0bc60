import {
  type Binary,
  type Collection,
  type Db,
  MongoBulkWriteError,
  ObjectId,
  type WriteConcernSettings,
} from 'mongodb';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../durations.ts';
import { isDuplicateKey } from '../errors.ts';
import { firstIdAt, objectIdAt } from '../object-ids.ts';
import { packKeys } from './packed-keys.ts';

/** What the last write of a job says about itself: fields of the documents in `jobs`. */
export interface ChangeMark {
  /** The group of the last write; absent only in jobs of an earlier version. */
  changeGroup?: ObjectId;
  /** Absent in a job that was inserted and not changed since. */
  changeType?: 'updated' | 'reopened';
  /** The fields that the last update changed; null where they are unknown. */
  changedFields?: string[] | null;
}

/** What is stored of a job beside what others read of it. */
export const withoutChangeMark = { changeGroup: 0, changeType: 0, changedFields: 0 } as const;
export const withoutChanges = { ...withoutChangeMark, fieldChanges: 0 } as const;

/** One unit of writing: the jobs of a batch, or a step of closing, renaming or giving other keys. */
interface ChangeGroup {
  runId: string | null;
  keys: Binary;
}

/** A group in `changes`; `_id` is its place in the order: 1, 2, 3, … without gaps when it is added. */
export interface ListedChange extends ChangeGroup {
  _id: number;
  group: ObjectId;
  at: Date;
}

/** A group whose writes may have begun, in `pending_changes`. */
interface PendingChange extends ChangeGroup {
  _id: ObjectId;
  /** How often it was listed for a writer that did not finish. */
  listed: number;
}

/**
 * When an unfinished group is listed, in ms after it began. More than once, because a writer that was delayed may still
 * write: to list a group again is harmless. After the last time it is forgotten.
 */
const LIST_AGAIN_MS = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, DAY_MS] as const;
const PENDING_PER_CALL = 1_000;
/** How long the newest number is remembered. */
const REMEMBER_MS = 10_000;
/** A number that took longer to be used may be one of those that were removed meanwhile: see `compact`. */
const MAX_LISTING_MS = HOUR_MS;
/** What follows it waits for the journal, and the journal keeps the order. */
const UNJOURNALED: WriteConcernSettings = { w: 1, journal: false };

const UNKNOWN = { number: 0, readAt: Number.NEGATIVE_INFINITY };
const LISTED_AT_A_TIME = 100;

/** A group of this process that is to be listed. */
interface Waiting {
  change: PendingChange;
  resolve(): void;
  reject(error: unknown): void;
}

export type ChangeLog = ReturnType<typeof createChangeLog>;

/**
 * The order of all writes to `jobs`, which readers of changes follow. A group is noted before its first job is written,
 * and listed under the next number after the last one: so no number becomes visible after a higher one, and what a
 * writer that died has written is listed by `settle` or `listUnfinished`.
 */
export function createChangeLog(db: Db) {
  const changes: Collection<ListedChange> = db.collection('changes');
  const pending: Collection<PendingChange> = db.collection('pending_changes');
  const waiting: Waiting[] = [];
  let isListing = false;
  let remembered = UNKNOWN;

  async function newest(): Promise<{ number: number; readAt: number }> {
    const readAt = performance.now();
    if (readAt - remembered.readAt < REMEMBER_MS) return remembered;
    const [last] = await changes
      .find({ _id: { $gt: 0 } }, { projection: { _id: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return { number: last?._id ?? 0, readAt };
  }

  /** Adds groups under the numbers from `first` on. @returns how many, up to a number that was taken */
  async function add(first: number, groups: readonly PendingChange[]): Promise<number> {
    // By updates, since only these can use the time of the server.
    const operations = groups.map(({ _id: group, runId, keys }, index) => ({
      updateOne: {
        filter: { _id: first + index, group: { $exists: false } },
        update: [{ $set: { group, runId, at: '$$NOW', keys } }],
        upsert: true,
      },
    }));
    try {
      return (await changes.bulkWrite(operations, { ordered: true })).upsertedCount;
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError && isDuplicateKey(error))) throw error;
      return error.upsertedCount;
    }
  }

  async function listAll(groups: readonly PendingChange[]): Promise<void> {
    for (let left = groups; left.length > 0; ) {
      const last = await newest();
      const startedAt = performance.now();
      const added = await add(last.number + 1, left);
      const isTaken = added < left.length;
      remembered = isTaken ? UNKNOWN : { number: last.number + added, readAt: startedAt };
      if (performance.now() - last.readAt < MAX_LISTING_MS) left = left.slice(added);
    }
  }

  /** Lists a group. Those that wait while others are listed are listed together. */
  function list(change: PendingChange): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ change, resolve, reject });
      if (!isListing) void listWaiting();
    });
  }

  async function listWaiting(): Promise<void> {
    isListing = true;
    while (waiting.length > 0) {
      const some = waiting.splice(0, LISTED_AT_A_TIME);
      try {
        await listAll(some.map(({ change }) => change));
        for (const { resolve } of some) resolve();
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    isListing = false;
  }

  return {
    /**
     * Performs writes as one group. Where they fail, their outcome is unknown: the group stays noted, and is listed
     * later.
     *
     * @param group keys: of all jobs that may be written, also those that jobs lose. at: when they are written, if the
     *   jobs have that time
     * @param write sets `changeGroup` of each job that it writes
     */
    async record<T>(
      { keys, runId, at }: { keys: readonly string[]; runId: string | null; at?: Date },
      write: (group: ObjectId) => Promise<{ result: T; wroteAny: boolean }>,
    ): Promise<T> {
      const _id = at ? objectIdAt(at) : new ObjectId();
      const change = { _id, runId, keys: packKeys(keys), listed: 0 };
      await pending.insertOne(change, { writeConcern: UNJOURNALED });
      const { result, wroteAny } = await write(_id);
      if (wroteAny) await list(change);
      await pending.deleteOne({ _id }, { writeConcern: UNJOURNALED });
      return result;
    },

    /** Lists what writers of a run have not finished, at its end. */
    async settle(runId: string): Promise<void> {
      const unfinished = await pending.find({ runId, listed: 0 }).toArray();
      for (const change of unfinished) {
        await list(change);
        await pending.updateOne({ _id: change._id }, { $max: { listed: 1 } });
      }
    },

    /**
     * Lists groups whose writers have not finished for a minute, and again later: after 10 minutes, an hour and a day.
     *
     * @returns how many it listed
     */
    async listUnfinished(now: Date): Promise<number> {
      const due = (passed: number) => firstIdAt(now.getTime() - passed + SECOND_MS);
      const found = await pending
        .find({ $or: LIST_AGAIN_MS.map((passed, index) => ({ listed: index, _id: { $lt: due(passed) } })) })
        .limit(PENDING_PER_CALL)
        .toArray();
      for (const change of found) {
        await list(change);
        if (change.listed + 1 < LIST_AGAIN_MS.length)
          await pending.updateOne({ _id: change._id }, { $inc: { listed: 1 } });
        else await pending.deleteOne({ _id: change._id });
      }
      return found.length;
    },
  };
}
