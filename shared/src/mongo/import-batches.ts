import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Binary, type Db, type Filter, MongoBulkWriteError } from 'mongodb';
import { z } from 'zod';
import {
  type BatchCounters,
  type BatchStatus,
  batchStatus,
  type ImportBatch,
  type ImportBatchPage,
} from '../import-batch.ts';
import type { FailureSample, FailureTotals, NamedError } from '../import-log.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { DUPLICATE_KEY } from './jobs.ts';

/** As stored: `_id` is the BullMQ job id, so that a batch is written by whoever handles its job. */
interface StoredBatch extends Omit<ImportBatch, 'batchId'> {
  _id: string;
  /** The gzipped JSON of the postings of a batch that failed, whole or in part, so that it can run again. */
  payload?: Binary;
}

export interface BatchEnd extends BatchCounters {
  status: Extract<BatchStatus, 'completed' | 'failed' | 'cancelled'>;
  finishedAt: Date;
  durationMs: number | null;
  error: NamedError | null;
  failures: FailureSample[];
  failureTotals: FailureTotals;
  /** All postings of a batch that failed, whole or in part: kept compressed, so that it can run again. */
  jobs?: unknown[];
}

export type BatchStart = Pick<
  ImportBatch,
  'batchId' | 'runId' | 'attempt' | 'fetchAttempt' | 'batchIndex' | 'records' | 'enqueuedAt'
>;

/** What a batch that need not be worked on came to. */
export type BatchOutcomeKnown = BatchCounters & Pick<ImportBatch, 'failureTotals'>;

export interface BatchSums extends BatchCounters {
  counts: Record<BatchStatus, number>;
  /** Records handed to batches, whatever became of them. */
  records: number;
  /** Records of the batches that failed as a whole, and of those that a cancelled run left undone. */
  failedBatchRecords: number;
  cancelledRecords: number;
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export type ImportBatches = ReturnType<typeof createImportBatches>;

const zeroCounts = (): Record<BatchStatus, number> => ({
  waiting: 0,
  running: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
});

/** The `import_batches` collection: one document per batch and attempt; what a run's tree is drawn from. */
export function createImportBatches(db: Db) {
  const collection = db.collection<StoredBatch>('import_batches');
  const withoutPayload = { payload: 0 } as const;

  return {
    /** Writes down batches about to be enqueued, so that they are known even if Redis forgets them. */
    async insertWaiting(batches: BatchStart[]): Promise<void> {
      if (batches.length === 0) return;
      try {
        await collection.insertMany(batches.map(toWaiting), { ordered: false });
      } catch (error) {
        // The same batch again, after a retried write: it is there, which is all that was wanted.
        const refused = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
        if (refused.length === 0 || refused.some((one) => one.code !== DUPLICATE_KEY)) throw error;
      }
    },

    /** Forgets the batches of earlier tries at the feed: only the last try's count. */
    async removeSuperseded(runId: string, attempt: number, fetchAttempt: number): Promise<void> {
      await collection.deleteMany({ runId, attempt, fetchAttempt: { $lt: fetchAttempt } });
    },

    /** The ids of the batches that removeSuperseded would forget. */
    async supersededIds(runId: string, attempt: number, fetchAttempt: number): Promise<string[]> {
      const filter = { runId, attempt, fetchAttempt: { $lt: fetchAttempt } };
      const found = await collection.find(filter, { projection: { _id: 1 } }).toArray();
      return found.map((batch) => batch._id);
    },

    /**
     * Takes a batch in hand.
     *
     * @returns null where it may be worked on; else what is known of it: it has ended, was cancelled, or is
     * superseded by a later attempt
     */
    async begin(batchId: string, worker: string, startedAt: Date): Promise<BatchOutcomeKnown | null> {
      const result = await collection.updateOne(
        { _id: batchId, superseded: false, status: { $in: ['waiting', 'running'] } },
        { $set: { status: 'running', worker, startedAt }, $inc: { tries: 1 } },
      );
      if (result.matchedCount === 1) return null;
      const known = await collection.findOne({ _id: batchId }, { projection: withoutPayload });
      return known ?? { newJobs: 0, updatedJobs: 0, unchangedJobs: 0, failedJobs: 0, failureTotals: {} };
    },

    /** Writes a batch's outcome whole, so that writing it twice changes nothing. */
    async finish(batchId: string, end: BatchEnd): Promise<void> {
      const { jobs, ...fields } = end;
      const $set = jobs ? { ...fields, payload: new Binary(await compress(JSON.stringify(jobs))) } : fields;
      await collection.updateOne({ _id: batchId }, jobs ? { $set } : { $set, $unset: { payload: '' } });
    },

    /**
     * Sums over a run's batches, each by its latest attempt.
     *
     * @param attempts only the batches whose attempt fits; all without it
     */
    async sums(runId: string, attempts?: { before: number }): Promise<BatchSums> {
      const groups = await collection
        .aggregate<BatchCounters & { _id: BatchStatus; batches: number; records: number }>([
          {
            $match: { runId, superseded: false, ...(attempts ? { attempt: { $lt: attempts.before } } : {}) },
          },
          {
            $group: {
              _id: '$status',
              batches: { $sum: 1 },
              records: { $sum: '$records' },
              newJobs: { $sum: '$newJobs' },
              updatedJobs: { $sum: '$updatedJobs' },
              unchangedJobs: { $sum: '$unchangedJobs' },
              failedJobs: { $sum: '$failedJobs' },
            },
          },
        ])
        .toArray();
      const sums: BatchSums = {
        counts: zeroCounts(),
        records: 0,
        failedBatchRecords: 0,
        cancelledRecords: 0,
        newJobs: 0,
        updatedJobs: 0,
        unchangedJobs: 0,
        failedJobs: 0,
      };
      for (const group of groups) {
        sums.counts[group._id] = group.batches;
        sums.records += group.records;
        if (group._id === 'failed') sums.failedBatchRecords += group.records;
        if (group._id === 'cancelled') sums.cancelledRecords += group.records;
        sums.newJobs += group.newJobs;
        sums.updatedJobs += group.updatedJobs;
        sums.unchangedJobs += group.unchangedJobs;
        sums.failedJobs += group.failedJobs;
      }
      return sums;
    },

    /** Failed records of a run's batches per reason code. */
    async failureTotals(runId: string): Promise<FailureTotals> {
      const groups = await collection
        .aggregate<{ _id: string; records: number }>([
          { $match: { runId, superseded: false, failedJobs: { $gt: 0 } } },
          { $project: { reason: { $objectToArray: '$failureTotals' } } },
          { $unwind: '$reason' },
          { $group: { _id: '$reason.k', records: { $sum: '$reason.v' } } },
        ])
        .toArray();
      return Object.fromEntries(groups.map((group) => [group._id, group.records]));
    },

    /** The batches of one attempt that have not ended. */
    async findOpen(runId: string, attempt: number): Promise<ImportBatch[]> {
      const found = await collection
        .find(
          { runId, attempt, superseded: false, status: { $in: ['waiting', 'running'] } },
          { projection: withoutPayload },
        )
        .sort({ batchIndex: 1 })
        .toArray();
      return found.map(toBatch);
    },

    /** Failure samples of a run's batches in batch order, at most `limit`. */
    async samples(runId: string, limit: number): Promise<FailureSample[]> {
      if (limit <= 0) return [];
      const found = await collection
        .aggregate<{ failure: FailureSample }>([
          { $match: { runId, superseded: false, 'failures.0': { $exists: true } } },
          { $sort: { batchIndex: 1 } },
          { $project: { _id: 0, failure: '$failures' } },
          { $unwind: '$failure' },
          { $limit: limit },
        ])
        .toArray();
      return found.map((row) => row.failure);
    },

    /** Marks all batches of earlier attempts as superseded: the feed is read anew. */
    async supersedeBefore(runId: string, attempt: number): Promise<void> {
      await collection.updateMany(
        { runId, attempt: { $lt: attempt }, superseded: false },
        { $set: { superseded: true } },
      );
    },

    /** Marks single batches as superseded. */
    async supersede(batchIds: string[]): Promise<void> {
      await collection.updateMany({ _id: { $in: batchIds } }, { $set: { superseded: true } });
    },

    /**
     * The batches of attempts before `attempt` whose kept postings can run again, in batch order.
     *
     * @param indexes only these batches; all of them without it
     */
    async rerunnable(runId: string, attempt: number, indexes: number[] | null): Promise<RerunnableBatch[]> {
      return collection
        .find(rerunnableFilter(runId, attempt, indexes), { projection: { batchIndex: 1, records: 1 } })
        .sort({ batchIndex: 1 })
        .map(({ _id, batchIndex, records }) => ({ batchId: _id, batchIndex, records }))
        .toArray();
    },

    /** The postings kept of a batch; null where none are. */
    async keptJobs(batchId: string): Promise<unknown[] | null> {
      const found = await collection.findOne({ _id: batchId }, { projection: { payload: 1 } });
      if (!found?.payload) return null;
      const jobs: unknown = JSON.parse((await decompress(found.payload.buffer)).toString('utf8'));
      return Array.isArray(jobs) ? jobs : null;
    },

    /** Marks the waiting batches of an attempt as cancelled and returns their ids. */
    async cancelWaiting(runId: string, attempt: number, finishedAt: Date): Promise<string[]> {
      const filter = { runId, attempt, superseded: false, status: 'waiting' as const };
      const waiting = await collection.find(filter, { projection: { _id: 1 } }).toArray();
      // One that a worker has begun meanwhile is no longer waiting, and goes on.
      await collection.updateMany(filter, { $set: { status: 'cancelled', finishedAt } });
      return waiting.map((batch) => batch._id);
    },

    /**
     * Ends the batches of an attempt that nobody will end: all their records count as failed, or, in a
     * cancelled run, as left undone.
     */
    async endOpen(
      runId: string,
      attempt: number,
      status: 'failed' | 'cancelled',
      finishedAt: Date,
    ): Promise<void> {
      const lost = {
        failedJobs: '$records',
        error: { code: 'batch-lost', message: 'its job is gone and no worker has ended it' },
        failureTotals: { 'batch-lost': '$records' },
      };
      await collection.updateMany(
        { runId, attempt, superseded: false, status: { $in: ['waiting', 'running'] } },
        [{ $set: { status, finishedAt, ...(status === 'failed' ? lost : {}) } }],
      );
    },

    /** A page of a run's batches in batch order: of one attempt, or each by its latest. */
    async list(
      runId: string,
      query: { attempt?: number; status?: BatchStatus; cursor?: string; limit: number },
    ): Promise<Omit<ImportBatchPage, 'counts'>> {
      const after = query.cursor ? decodeCursor(query.cursor, batchCursor) : undefined;
      const rows = await collection
        .find(
          {
            runId,
            ...(query.attempt ? { attempt: query.attempt } : { superseded: false }),
            ...(query.status ? { status: query.status } : {}),
            ...(after
              ? {
                  $or: [{ batchIndex: { $gt: after.b } }, { batchIndex: after.b, attempt: { $gt: after.a } }],
                }
              : {}),
          },
          { projection: withoutPayload },
        )
        .sort({ batchIndex: 1, attempt: 1 })
        .limit(query.limit + 1)
        .toArray();
      return toPage(rows.map(toBatch), query.limit, (row) => ({ b: row.batchIndex, a: row.attempt }));
    },
  };
}

export type RerunnableBatch = Pick<ImportBatch, 'batchId' | 'batchIndex' | 'records'>;

function rerunnableFilter(runId: string, attempt: number, indexes: number[] | null): Filter<StoredBatch> {
  return {
    runId,
    attempt: { $lt: attempt },
    superseded: false,
    payload: { $exists: true },
    ...(indexes ? { batchIndex: { $in: indexes } } : {}),
  };
}

const batchCursor = z.object({ b: z.number().int(), a: z.number().int() });

function toWaiting(batch: BatchStart): StoredBatch {
  const { batchId, ...rest } = batch;
  return {
    _id: batchId,
    ...rest,
    superseded: false,
    status: batchStatus.enum.waiting,
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 0,
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    tries: 0,
    worker: null,
    error: null,
    failures: [],
    failureTotals: {},
  };
}

function toBatch(stored: StoredBatch): ImportBatch {
  const { _id, payload: _payload, ...rest } = stored;
  return { batchId: _id, ...rest };
}
