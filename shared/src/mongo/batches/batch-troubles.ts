import type { Collection, Document } from 'mongodb';
import type { BatchRetry, FailedBatch } from '../../model/run-log.ts';
import type { StoredBatch } from './stored-batch.ts';

/** The first and the last of a list in order of time, and the length of the whole list. */
export interface FirstAndLast<Item> {
  items: Item[];
  total: number;
}

const batchFields = { attempt: '$attempt', fetchAttempt: '$fetchAttempt', batchIndex: '$batchIndex' };

export type BatchTroubles = ReturnType<typeof batchTroubles>;

/** What went wrong with batches of a run, whichever attempt they belong to. */
export function batchTroubles(collection: Collection<StoredBatch>) {
  return {
    /** Executions of batches that failed and were repeated: the first `limit` and the last `limit`. */
    retriesOf(runId: string, limit: number): Promise<FirstAndLast<BatchRetry>> {
      return firstAndLast<BatchRetry>(collection, limit, [
        // The index has only batches with retries.
        { $match: { runId, 'retries.at': { $exists: true } } },
        { $unwind: '$retries' },
        { $replaceWith: { $mergeObjects: ['$retries', batchFields] } },
      ]);
    },

    /** Batches that failed as a whole: the first `limit` and the last `limit`. */
    failedOf(runId: string, limit: number): Promise<FirstAndLast<FailedBatch>> {
      return firstAndLast<FailedBatch>(collection, limit, [
        { $match: { runId, status: 'failed', error: { $ne: null }, finishedAt: { $ne: null } } },
        {
          $replaceWith: { ...batchFields, at: '$finishedAt', records: '$records', error: '$error' },
        },
      ]);
    },
  };
}

async function firstAndLast<Item extends { at: Date; batchIndex: number }>(
  collection: Collection<StoredBatch>,
  limit: number,
  stages: Document[],
): Promise<FirstAndLast<Item>> {
  const [found] = await collection
    .aggregate<{ first: Item[]; last: Item[]; counted: { total: number }[] }>([
      ...stages,
      {
        $facet: {
          first: [{ $sort: { at: 1, batchIndex: 1 } }, { $limit: limit }],
          last: [{ $sort: { at: -1, batchIndex: -1 } }, { $limit: limit }],
          counted: [{ $count: 'total' }],
        },
      },
    ])
    .toArray();
  const { first = [], last = [], counted = [] } = found ?? {};
  const total = counted[0]?.total ?? 0;
  const rest = Math.min(last.length, Math.max(0, total - first.length));
  return { items: first.concat(last.slice(0, rest).reverse()), total };
}
