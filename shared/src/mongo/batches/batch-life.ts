import type { Collection, Filter } from 'mongodb';
import type { Batch, BatchCounters, BatchStatus } from '../../model/batch.ts';
import type { FailureSample, FailureTotals, NamedError, StepRetry } from '../../model/run.ts';
import { isDuplicateKey } from '../errors.ts';
import type { FetchRef } from '../runs/run-fetches.ts';
import { type BatchStart, compressJobs, type StoredBatch, toWaiting } from './stored-batch.ts';

export interface BatchEnd extends BatchCounters {
  status: Extract<BatchStatus, 'completed' | 'failed' | 'cancelled'>;
  finishedAt: Date;
  durationMs: number | null;
  error: NamedError | null;
  failures: FailureSample[];
  failureTotals: FailureTotals;
  /** All jobs of a batch that failed, whole or in part: kept compressed, so that it can run again. */
  jobs?: unknown[];
}

/** The state of a batch that its worker need not process. */
export type KnownBatch = BatchCounters & Pick<Batch, 'status' | 'failureTotals' | 'error'>;

/** A batch that has not ended, and that no later attempt or read of the feed has taken the place of. */
const open: Filter<StoredBatch> = { superseded: false, status: { $in: ['waiting', 'running'] } };

/** The batches of the fetch attempts before one, in the same attempt. */
function ofEarlierFetches({ runId, attempt, fetchAttempt }: FetchRef): Filter<StoredBatch> {
  return { runId, attempt, fetchAttempt: { $lt: fetchAttempt } };
}

/** Retries that are kept of a batch. */
const MAX_RETRIES = 10;

export type BatchLife = ReturnType<typeof batchLife>;

/** What happens to a batch, from being written down to its end. Every end is final: the first one stands. */
export function batchLife(collection: Collection<StoredBatch>) {
  /** Supersedes a batch by one that executes it again, which has its jobs until it is executed: it may be cancelled. */
  async function supersede(batchId: string, by: string): Promise<void> {
    const before = await collection.findOne({ _id: batchId }, { projection: { payload: 1 } });
    if (before?.payload)
      await collection.updateOne(
        { _id: by, status: { $in: ['waiting', 'running', 'cancelled'] } },
        { $set: { payload: before.payload } },
      );
    await collection.updateOne({ _id: batchId }, { $set: { superseded: true } });
  }

  return {
    /** Writes down batches about to be enqueued, so that they are known even if Redis forgets them. */
    async insertWaiting(batches: BatchStart[]): Promise<void> {
      if (batches.length === 0) return;
      try {
        await collection.insertMany(batches.map(toWaiting), { ordered: false });
      } catch (error) {
        // The same batch again, after a retried write: it exists, as required.
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Removes waiting batches that are not needed after all; those that began stay. */
    async forgetWaiting(batchIds: string[]): Promise<void> {
      await collection.deleteMany({ _id: { $in: batchIds }, status: 'waiting' });
    },

    /**
     * Makes the batches of a fetch attempt the only ones that count: those of the fetch attempts before it are removed,
     * those of earlier attempts are marked as superseded.
     */
    async replaceEarlier(fetch: FetchRef): Promise<void> {
      const { runId, attempt } = fetch;
      if (attempt > 1) {
        await collection.updateMany(
          { runId, attempt: { $lt: attempt }, superseded: false },
          { $set: { superseded: true } },
        );
      }
      await collection.deleteMany(ofEarlierFetches(fetch));
    },

    /** The ids of the batches that `replaceEarlier` removes, and of those it supersedes that a worker may be writing. */
    async replacedIds(fetch: FetchRef): Promise<string[]> {
      const { runId, attempt } = fetch;
      const ofEarlierAttempts: Filter<StoredBatch> = { runId, attempt: { $lt: attempt }, status: 'running' };
      const replaced = { $or: [ofEarlierFetches(fetch), ofEarlierAttempts] };
      const found = await collection.find(replaced, { projection: { _id: 1 } }).toArray();
      return found.map((batch) => batch._id);
    },

    /** Begins a batch. @returns false if it has ended or no longer counts */
    async begin(batchId: string, worker: string, startedAt: Date): Promise<boolean> {
      const result = await collection.updateOne(
        { _id: batchId, ...open },
        { $set: { status: 'running', worker, startedAt }, $inc: { tries: 1 } },
      );
      return result.matchedCount === 1;
    },

    /** Whether a batch may still be worked on. */
    async isOpen(batchId: string): Promise<boolean> {
      return (await collection.findOne({ _id: batchId, ...open }, { projection: { _id: 1 } })) !== null;
    },

    /** Records that an execution of a batch failed and that the batch is executed again; each execution once. */
    async recordRetry(batchId: string, retry: StepRetry): Promise<void> {
      await collection.updateOne(
        { _id: batchId, ...open, 'retries.execution': { $ne: retry.execution } },
        { $push: { retries: { $each: [retry], $slice: -MAX_RETRIES } } },
      );
    },

    /** The result of a batch; null if it is unknown. */
    findKnown(batchId: string): Promise<KnownBatch | null> {
      const projection = { status: 1, error: 1, failureTotals: 1, ...counterFields };
      return collection.findOne<KnownBatch>({ _id: batchId }, { projection: { _id: 0, ...projection } });
    },

    /**
     * Ends a batch that has not ended.
     *
     * @returns whether this call ended it; false where another worker did, or it no longer counts
     */
    async finish(batchId: string, end: BatchEnd): Promise<boolean> {
      const { jobs, ...fields } = end;
      const result = await collection.updateOne(
        { _id: batchId, ...open },
        jobs
          ? { $set: { ...fields, payload: await compressJobs(jobs) } }
          : { $set: fields, $unset: { payload: '' } },
      );
      return result.matchedCount === 1;
    },

    supersede,

    /**
     * Supersedes what a later attempt executes again, where the step that enqueued it was interrupted before it had.
     */
    async supersedeRepeated(runId: string): Promise<void> {
      const counted = await collection
        .find({ runId, superseded: false }, { projection: { batchIndex: 1 } })
        .sort({ attempt: 1, fetchAttempt: 1 })
        .toArray();
      const latest = new Map(counted.map(({ _id, batchIndex }) => [batchIndex, _id]));
      for (const { _id, batchIndex } of counted) {
        const by = latest.get(batchIndex);
        if (by && by !== _id) await supersede(_id, by);
      }
    },

    /** Marks the waiting batches of an attempt as cancelled and returns their ids. */
    async cancelWaiting(runId: string, attempt: number, finishedAt: Date): Promise<string[]> {
      const filter = { runId, attempt, superseded: false, status: 'waiting' as const };
      const waiting = await collection.find(filter, { projection: { _id: 1 } }).toArray();
      // One that a worker has begun meanwhile is no longer waiting, and continues.
      await collection.updateMany(filter, { $set: { status: 'cancelled', finishedAt } });
      return waiting.map((batch) => batch._id);
    },

    /**
     * Ends the batches of an attempt, and of those before it, that no worker will end: all their records count as
     * failed, or, in a cancelled run, as left undone.
     *
     * @returns the records that this call has made failed
     */
    async endOpen(
      runId: string,
      attempt: number,
      status: 'failed' | 'cancelled',
      finishedAt: Date,
    ): Promise<number> {
      const lost = {
        failedJobs: '$records',
        error: {
          code: 'batch-lost',
          message: 'its step is no longer in Redis, and no worker has completed it',
        },
        failureTotals: { 'batch-lost': '$records' },
      };
      const ofRun = { runId, attempt: { $lte: attempt } };
      const isFailed = status === 'failed';
      const { modifiedCount } = await collection.updateMany({ ...ofRun, ...open }, [
        { $set: { status, finishedAt, ...(isFailed ? lost : {}) } },
      ]);
      if (!isFailed || modifiedCount === 0) return 0;
      const ended = { ...ofRun, status, finishedAt, 'error.code': lost.error.code };
      const sum = { $group: { _id: null, failedJobs: { $sum: '$failedJobs' } } };
      const [total] = await collection.aggregate<{ failedJobs: number }>([{ $match: ended }, sum]).toArray();
      return total?.failedJobs ?? 0;
    },
  };
}

const counterFields = { newJobs: 1, updatedJobs: 1, unchangedJobs: 1, failedJobs: 1 } as const;
