import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Binary, type Db, MongoBulkWriteError } from 'mongodb';
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
  /** The gzipped JSON of the postings of a batch that failed for good, so that it can run again. */
  payload?: Binary;
}

export interface BatchEnd extends BatchCounters {
  status: Extract<BatchStatus, 'completed' | 'failed' | 'cancelled'>;
  finishedAt: Date;
  durationMs: number | null;
  error: NamedError | null;
  failures: FailureSample[];
  failureTotals: FailureTotals;
  /** The postings of a batch that failed for good: kept compressed, so that it can run again. */
  jobs?: unknown[];
}

export type BatchStart = Pick<
  ImportBatch,
  'batchId' | 'runId' | 'attempt' | 'fetchAttempt' | 'batchIndex' | 'records' | 'enqueuedAt'
>;

export interface BatchSums extends BatchCounters {
  counts: Record<BatchStatus, number>;
  /** Records handed to batches, whatever became of them. */
  records: number;
  /** Records of the batches that failed as a whole. */
  failedBatchRecords: number;
}

const compress = promisify(gzip);

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

    /** Does nothing where the batch is gone (superseded) or has ended. */
    async markRunning(batchId: string, worker: string, startedAt: Date): Promise<void> {
      await collection.updateOne(
        { _id: batchId, status: { $in: ['waiting', 'running'] } },
        { $set: { status: 'running', worker, startedAt }, $inc: { tries: 1 } },
      );
    },

    /** Writes a batch's outcome whole, so that writing it twice changes nothing. */
    async finish(batchId: string, end: BatchEnd): Promise<void> {
      const { jobs, ...fields } = end;
      const $set = jobs ? { ...fields, payload: new Binary(await compress(JSON.stringify(jobs))) } : fields;
      await collection.updateOne({ _id: batchId }, jobs ? { $set } : { $set, $unset: { payload: '' } });
    },

    /** Sums over the batches of one attempt. */
    async sums(runId: string, attempt: number): Promise<BatchSums> {
      const groups = await collection
        .aggregate<BatchCounters & { _id: BatchStatus; batches: number; records: number }>([
          { $match: { runId, attempt } },
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
        newJobs: 0,
        updatedJobs: 0,
        unchangedJobs: 0,
        failedJobs: 0,
      };
      for (const group of groups) {
        sums.counts[group._id] = group.batches;
        sums.records += group.records;
        if (group._id === 'failed') sums.failedBatchRecords += group.records;
        sums.newJobs += group.newJobs;
        sums.updatedJobs += group.updatedJobs;
        sums.unchangedJobs += group.unchangedJobs;
        sums.failedJobs += group.failedJobs;
      }
      return sums;
    },

    /** Failed records of one attempt's batches per reason code. */
    async failureTotals(runId: string, attempt: number): Promise<FailureTotals> {
      const groups = await collection
        .aggregate<{ _id: string; records: number }>([
          { $match: { runId, attempt, failedJobs: { $gt: 0 } } },
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
        .find({ runId, attempt, status: { $in: ['waiting', 'running'] } }, { projection: withoutPayload })
        .sort({ batchIndex: 1 })
        .toArray();
      return found.map(toBatch);
    },

    /** Failure samples of one attempt's batches in batch order, at most `limit`. */
    async samples(runId: string, attempt: number, limit: number): Promise<FailureSample[]> {
      if (limit <= 0) return [];
      const found = await collection
        .aggregate<{ failure: FailureSample }>([
          { $match: { runId, attempt, 'failures.0': { $exists: true } } },
          { $sort: { batchIndex: 1 } },
          { $project: { _id: 0, failure: '$failures' } },
          { $unwind: '$failure' },
          { $limit: limit },
        ])
        .toArray();
      return found.map((row) => row.failure);
    },

    /** A page of a run's batches in batch order. */
    async list(
      runId: string,
      query: { attempt?: number; status?: BatchStatus; cursor?: string; limit: number },
    ): Promise<Omit<ImportBatchPage, 'counts'>> {
      const after = query.cursor ? decodeCursor(query.cursor, batchCursor) : undefined;
      const rows = await collection
        .find(
          {
            runId,
            ...(query.attempt ? { attempt: query.attempt } : {}),
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

const batchCursor = z.object({ b: z.number().int(), a: z.number().int() });

function toWaiting(batch: BatchStart): StoredBatch {
  const { batchId, ...rest } = batch;
  return {
    _id: batchId,
    ...rest,
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
