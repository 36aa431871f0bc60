import type { AnyBulkWriteOperation, Document, ObjectId, PushOperator } from 'mongodb';
import type { FieldChanges } from '../../model/field-changes.ts';
import type { JobPosting, StoredJob } from '../../model/job.ts';
import { storedValues } from '../../model/normalized-values.ts';
import type { ValueReader } from '../../values/value-reader.ts';
import { objectIdAt } from '../object-ids.ts';
import type { ChangeMark } from './change-log.ts';
import { MAX_FIELD_CHANGES } from './field-changes.ts';

/**
 * An insert of a new job, or an update of one that was last seen with `knownHash` as its contentHash and `knownRunId`
 * as its updatedRunId: `reopens` if it was closed then. `expired`: its expiry date is past, so that it is closed with
 * it; `still` if it was closed for that before.
 */
export type JobWrite =
  | { kind: 'insert'; job: JobPosting; expired?: boolean }
  | {
      kind: 'update';
      job: JobPosting;
      knownHash: string;
      knownRunId: string | null;
      reopens?: boolean;
      expired?: boolean | 'still';
    };

/** A job with what the last runs that changed it changed: absent where none has since earlier versions. */
export type JobWithChanges = StoredJob & { fieldChanges?: FieldChanges[] };

/** A job as it is stored, with the mark of its last change. */
export type JobDocument = JobWithChanges & ChangeMark;

/** What each write of a group sets, and how the values of its jobs are read. */
export interface WriteStamp {
  runId: string;
  at: Date;
  reader: ValueReader;
}

/**
 * What an update changes: the names of the fields, and the values of those that are read from a record; null for none.
 */
export interface KnownChanges {
  names: string[];
  values: FieldChanges | null;
}

/** The state of a job that is written with an expiry date that is past. */
function closedAsExpired({ runId, at }: { runId: string; at: Date }) {
  const closing = { closedAt: at, closedRunId: runId, closeReason: 'expired' as const };
  return { status: 'closed' as const, ...closing, changedAt: at };
}

const OPEN: Pick<StoredJob, 'status' | 'closedAt' | 'closedRunId'> = {
  status: 'open',
  closedAt: null,
  closedRunId: null,
};

/** A write as an operation of a bulk write. */
export function toOperation(
  write: JobWrite,
  stamp: WriteStamp & { group: ObjectId },
  changes: KnownChanges | undefined,
): AnyBulkWriteOperation<JobDocument> {
  const { job } = write;
  const normalized = storedValues(stamp.reader.read(job));
  if (write.kind === 'insert') {
    const document = {
      // Jobs of a run are found by the time in their ids.
      _id: objectIdAt(stamp.at),
      ...job,
      normalized,
      createdAt: stamp.at,
      updatedAt: stamp.at,
      createdRunId: stamp.runId,
      updatedRunId: null,
      ...(write.expired ? closedAsExpired(stamp) : OPEN),
      changeGroup: stamp.group,
    };
    return { insertOne: { document } };
  }
  // By the hash alone, a job that was changed and changed back, or whose expiry date alone changed, would look as it
  // was.
  const seen = { dedupeKey: job.dedupeKey, contentHash: write.knownHash, updatedRunId: write.knownRunId };
  // One that was closed since it was seen is to be reopened, which its next look-up shows.
  const filter = write.reopens ? seen : { ...seen, status: { $ne: 'closed' as const } };
  const changeType = write.reopens ? 'reopened' : 'updated';
  const mark: ChangeMark = { changeGroup: stamp.group, changeType, changedFields: changes?.names ?? null };
  const changed = { ...job, normalized, updatedAt: stamp.at, updatedRunId: stamp.runId, ...mark };
  if (write.expired) {
    const state = write.expired === 'still' ? { changedAt: stamp.at } : closedAsExpired(stamp);
    return { updateOne: { filter, update: { $set: { ...changed, ...state }, ...pushOf(changes) } } };
  }
  const fields = { ...changed, ...OPEN };
  if (!write.reopens) return { updateOne: { filter, update: { $set: fields, ...pushOf(changes) } } };
  const reopened = { ...fields, reopenedAt: stamp.at, reopenedRunId: stamp.runId, closeReason: null };
  return { updateOne: { filter, update: [{ $replaceWith: reopenedFrom(reopened, changes) }] } };
}

/** Adds what an update changes to what the job keeps of earlier ones. */
function pushOf(changes: KnownChanges | undefined): { $push?: PushOperator<JobDocument> } {
  if (!changes?.values) return {};
  return { $push: { fieldChanges: { $each: [changes.values], $slice: -MAX_FIELD_CHANGES } } };
}

/**
 * The stored job with other fields, and how it had been closed. A job that was reopened meanwhile keeps what it says of
 * that.
 */
function reopenedFrom(fields: object, changes: KnownChanges | undefined): Document {
  const closedBefore = {
    at: '$closedAt',
    runId: '$closedRunId',
    // The reason is that of this closing, unless an earlier version closed it, which left updatedAt alone.
    reason: {
      $cond: [
        { $in: ['$updatedAt', ['$closedAt', '$changedAt']] },
        { $ifNull: ['$closeReason', null] },
        null,
      ],
    },
  };
  const isClosed = { $eq: ['$status', 'closed'] };
  const values = changes?.values;
  const fieldChanges = {
    $slice: [
      { $concatArrays: [{ $ifNull: ['$fieldChanges', []] }, { $literal: [values] }] },
      -MAX_FIELD_CHANGES,
    ],
  };
  return {
    $mergeObjects: [
      '$$ROOT',
      // A literal, since a text of a feed may look like an expression.
      { $literal: fields },
      { $cond: [isClosed, { closedBefore }, {}] },
      values ? { fieldChanges } : {},
    ],
  };
}
