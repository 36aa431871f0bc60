import { type AnyBulkWriteOperation, type Db, MongoBulkWriteError } from 'mongodb';
import type { JobPosting, StoredJob } from '../../model/job.ts';
import { objectIdAt } from '../object-ids.ts';

/** What deciding between insert, update and nothing takes. */
export type KnownJob = Pick<
  StoredJob,
  'dedupeKey' | 'contentHash' | 'createdRunId' | 'updatedRunId' | 'status'
>;

/** What deciding whether a job is gone takes. */
export type OpenJob = Pick<StoredJob, 'dedupeKey' | 'publishedAt'>;

/** An insert of a new job, or an update of one that was last seen with `knownHash` as its contentHash. */
export type JobWrite =
  | { kind: 'insert'; job: JobPosting }
  | { kind: 'update'; job: JobPosting; knownHash: string };

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

export type Jobs = ReturnType<typeof createJobs>;

/** The `jobs` collection: one document per job. */
export function createJobs(db: Db) {
  const collection = db.collection<StoredJob>('jobs');

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
          createdRunId: 1,
          updatedRunId: 1,
          status: 1,
        })
        .toArray();
      return new Map(found.map((job) => [job.dedupeKey, job]));
    },

    /**
     * Performs all writes in one unordered bulk write: one that is refused does not stop the others. An
     * update changes only what still is as its caller saw it, so that a writer that was held up for minutes
     * cannot undo what came after.
     *
     * @param maxTimeMs the longest the server may work on it
     * @throws whatever stops the bulk as a whole, such as a lost connection
     */
    async write(
      writes: JobWrite[],
      stamp: { runId: string; at: Date },
      maxTimeMs?: number,
    ): Promise<WriteResult> {
      if (writes.length === 0) return { errors: [], missed: false };
      const updates = writes.filter(({ kind }) => kind === 'update').length;
      const operations = writes.map((write) => toOperation(write, stamp));
      try {
        const { matchedCount } = await collection.bulkWrite(operations, {
          ordered: false,
          maxTimeMS: maxTimeMs,
        });
        return { errors: [], missed: matchedCount < updates };
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error;
        const refused = [error.writeErrors].flat();
        if (refused.length === 0) throw error;
        const errors = refused.map(({ index, code, errmsg }) => {
          return { index, code, message: errmsg ?? 'write refused' };
        });
        const refusedUpdates = errors.filter(({ index }) => writes[index]?.kind === 'update').length;
        return { errors, missed: error.matchedCount < updates - refusedUpdates };
      }
    },

    find(dedupeKey: string): Promise<StoredJob | null> {
      return collection.findOne({ dedupeKey }, { projection: { _id: 0 } });
    },

    /** Open jobs of a source. */
    countOpen(sourceUrl: string): Promise<number> {
      return collection.countDocuments({ sourceUrl, status: 'open' });
    },

    /** A source's open jobs. */
    async *openJobs(sourceUrl: string): AsyncGenerator<OpenJob> {
      const projection = { _id: 0, dedupeKey: 1, publishedAt: 1 };
      yield* collection.find({ sourceUrl, status: 'open' }, { projection });
    },

    /** Closes those of some jobs that are open. To do it again does nothing. */
    async close(dedupeKeys: string[], stamp: { runId: string; at: Date }): Promise<void> {
      await collection.updateMany(
        { dedupeKey: { $in: dedupeKeys }, status: 'open' },
        { $set: { status: 'closed', closedAt: stamp.at, closedRunId: stamp.runId } },
      );
    },

    /** Jobs of a source that a run closed and that are closed still. */
    countClosedBy(sourceUrl: string, runId: string): Promise<number> {
      return collection.countDocuments({ sourceUrl, status: 'closed', closedRunId: runId });
    },

    countBySource(sourceUrl: string): Promise<number> {
      return collection.countDocuments({ sourceUrl });
    },
  };
}

const OPEN: Pick<StoredJob, 'status' | 'closedAt' | 'closedRunId'> = {
  status: 'open',
  closedAt: null,
  closedRunId: null,
};

function toOperation(write: JobWrite, stamp: { runId: string; at: Date }): AnyBulkWriteOperation<StoredJob> {
  const { job } = write;
  if (write.kind === 'insert') {
    const document = {
      // Jobs of a run are found by the time in their ids.
      _id: objectIdAt(stamp.at),
      ...job,
      createdAt: stamp.at,
      updatedAt: stamp.at,
      createdRunId: stamp.runId,
      updatedRunId: null,
      ...OPEN,
    };
    return { insertOne: { document } };
  }
  return {
    updateOne: {
      filter: { dedupeKey: job.dedupeKey, contentHash: write.knownHash },
      update: { $set: { ...job, updatedAt: stamp.at, updatedRunId: stamp.runId, ...OPEN } },
    },
  };
}
