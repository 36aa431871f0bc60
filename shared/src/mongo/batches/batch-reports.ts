import type { Collection, Filter } from 'mongodb';
import { z } from 'zod';
import {
  type Batch,
  type BatchCounters,
  type BatchPage,
  type BatchStatus,
  batchCounters,
  noBatchCounters,
} from '../../model/batch.ts';
import type { FailureSample, FailureTotals } from '../../model/run.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { decompressJobs, type StoredBatch, toBatch, withoutPayload } from './stored-batch.ts';

export interface BatchSums extends BatchCounters {
  counts: Record<BatchStatus, number>;
  /** Records handed to batches, whatever their outcome. */
  records: number;
  /** Records that a cancelled run left undone. */
  cancelledRecords: number;
}

/** Selects batches of a run. */
export interface BatchFilter {
  /** Those of one attempt; without it each batch by its latest. */
  attempt?: number;
  /** Those with records that failed for this reason: a code, so a name without a dot. */
  reason?: string;
}

export type RerunnableBatch = Pick<Batch, 'batchId' | 'batchIndex' | 'records'>;

const counterNames = batchCounters.keyof().options;

/** Queries over the batches of a run. Superseded ones are left out, so each batch counts by its latest attempt. */
export function batchReports(collection: Collection<StoredBatch>) {
  return {
    /** Sums over a run's batches, each by its latest attempt. */
    async sums(runId: string): Promise<BatchSums> {
      const groups = await collection
        .aggregate<BatchCounters & { _id: BatchStatus; batches: number; records: number }>([
          { $match: { runId, superseded: false } },
          {
            $group: {
              _id: '$status',
              batches: { $sum: 1 },
              records: { $sum: '$records' },
              ...Object.fromEntries(counterNames.map((name) => [name, { $sum: `$${name}` }])),
            },
          },
        ])
        .toArray();
      const sums: BatchSums = {
        counts: { waiting: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
        records: 0,
        cancelledRecords: 0,
        ...noBatchCounters,
      };
      for (const group of groups) {
        sums.counts[group._id] = group.batches;
        sums.records += group.records;
        if (group._id === 'cancelled') sums.cancelledRecords += group.records;
        for (const name of counterNames) sums[name] += group[name];
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

    /** The batches of an attempt, and of those before it, that have not ended. */
    async findOpen(runId: string, attempt: number): Promise<Batch[]> {
      const found = await collection
        .find(
          { runId, attempt: { $lte: attempt }, superseded: false, status: { $in: ['waiting', 'running'] } },
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

    /**
     * The batches of attempts before `attempt` whose kept jobs can run again, in batch order.
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

    /** How much there is to run again after `attempt`: what `rerunnable` would find for the next one. */
    async rerunnableSums(runId: string, attempt: number): Promise<{ batches: number; records: number }> {
      const [sums] = await collection
        .aggregate<{ batches: number; records: number }>([
          { $match: rerunnableFilter(runId, attempt + 1, null) },
          { $group: { _id: null, batches: { $sum: 1 }, records: { $sum: '$records' } } },
          { $project: { _id: 0 } },
        ])
        .toArray();
      return sums ?? { batches: 0, records: 0 };
    },

    /** The outcome of one batch in each attempt that had it, oldest first. */
    async attemptsOf(runId: string, batchIndex: number): Promise<Batch[]> {
      const found = await collection
        .find({ runId, superseded: { $in: [false, true] }, batchIndex }, { projection: withoutPayload })
        .sort({ attempt: 1 })
        .toArray();
      return found.map(toBatch);
    },

    /** The jobs kept of a batch; null where none are. */
    async keptJobs(batchId: string): Promise<unknown[] | null> {
      const found = await collection.findOne({ _id: batchId }, { projection: { payload: 1 } });
      return found?.payload ? decompressJobs(found.payload) : null;
    },

    /** A page of a run's batches in batch order. */
    async list(
      runId: string,
      query: BatchFilter & { status?: BatchStatus; batchIndex?: number; cursor?: string; limit: number },
    ): Promise<Omit<BatchPage, 'counts'>> {
      const after = query.cursor ? decodeCursor(query.cursor, batchCursor) : undefined;
      const rows = await collection
        .find(
          {
            ...matching(runId, query),
            ...(query.status ? { status: query.status } : {}),
            ...(query.batchIndex === undefined ? {} : { batchIndex: query.batchIndex }),
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

    /** How many batches `list` has per status. */
    async counts(runId: string, filter: BatchFilter = {}): Promise<Record<BatchStatus, number>> {
      const groups = await collection
        .aggregate<{ _id: BatchStatus; batches: number }>([
          { $match: matching(runId, filter) },
          { $group: { _id: '$status', batches: { $sum: 1 } } },
        ])
        .toArray();
      const none = { waiting: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
      return { ...none, ...Object.fromEntries(groups.map((group) => [group._id, group.batches])) };
    },
  };
}

function matching(runId: string, { attempt, reason }: BatchFilter): Filter<StoredBatch> {
  return {
    runId,
    ...(attempt ? { attempt } : { superseded: false }),
    ...(reason ? { failedJobs: { $gt: 0 }, [`failureTotals.${reason}`]: { $gt: 0 } } : {}),
  };
}

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
