import { type AnyBulkWriteOperation, type Db, MongoBulkWriteError } from 'mongodb';
import type { JobPosting, StoredJob } from '../job-posting.ts';

/** What deciding between insert, update and nothing takes. */
export type KnownJob = Pick<StoredJob, 'dedupeKey' | 'contentHash' | 'createdRunId' | 'updatedRunId'>;

export interface JobWrite {
  kind: 'insert' | 'update';
  job: JobPosting;
}

/** A write that MongoDB refused; `index` is its place in the list of writes. */
export interface JobWriteError {
  index: number;
  /** MongoDB's own code; 11000 is a duplicate key. */
  code: number;
  message: string;
}

export const DUPLICATE_KEY = 11_000;

export type Jobs = ReturnType<typeof createJobs>;

/** The `jobs` collection: one document per posting. */
export function createJobs(db: Db) {
  const collection = db.collection<StoredJob>('jobs');

  return {
    /**
     * The stored state of those keys that exist, by key.
     *
     * @param timeoutMs the longest the whole call may take
     */
    async findKnown(dedupeKeys: string[], timeoutMs?: number): Promise<Map<string, KnownJob>> {
      const found = await collection
        .find({ dedupeKey: { $in: dedupeKeys } }, { timeoutMS: timeoutMs })
        .project<KnownJob>({ _id: 0, dedupeKey: 1, contentHash: 1, createdRunId: 1, updatedRunId: 1 })
        .toArray();
      return new Map(found.map((job) => [job.dedupeKey, job]));
    },

    /**
     * Performs all writes in one unordered bulk write: one that is refused does not stop the others.
     *
     * @returns the refused ones
     * @throws whatever stops the bulk as a whole, such as a lost connection
     */
    async write(
      writes: JobWrite[],
      stamp: { runId: string; at: Date },
      timeoutMs?: number,
    ): Promise<JobWriteError[]> {
      if (writes.length === 0) return [];
      const operations = writes.map(({ kind, job }) => toOperation(kind, job, stamp));
      try {
        await collection.bulkWrite(operations, { ordered: false, timeoutMS: timeoutMs });
        return [];
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error;
        const refused = [error.writeErrors].flat();
        if (refused.length === 0) throw error;
        return refused.map((one) => ({
          index: one.index,
          code: one.code,
          message: one.errmsg ?? 'write refused',
        }));
      }
    },

    find(dedupeKey: string): Promise<StoredJob | null> {
      return collection.findOne({ dedupeKey }, { projection: { _id: 0 } });
    },

    countBySource(sourceUrl: string): Promise<number> {
      return collection.countDocuments({ sourceUrl });
    },
  };
}

function toOperation(
  kind: JobWrite['kind'],
  job: JobPosting,
  stamp: { runId: string; at: Date },
): AnyBulkWriteOperation<StoredJob> {
  if (kind === 'insert') {
    const document = {
      ...job,
      createdAt: stamp.at,
      updatedAt: stamp.at,
      createdRunId: stamp.runId,
      updatedRunId: null,
    };
    return { insertOne: { document } };
  }
  return {
    updateOne: {
      filter: { dedupeKey: job.dedupeKey },
      update: { $set: { ...job, updatedAt: stamp.at, updatedRunId: stamp.runId } },
    },
  };
}
