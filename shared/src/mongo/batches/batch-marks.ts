import type { Db, Filter } from 'mongodb';
import type { Batch } from '../../model/batch.ts';
import type { StoredBatch } from './stored-batch.ts';

/** What a map of a run's batches shows of each. */
export type BatchMark = Pick<
  Batch,
  'batchIndex' | 'status' | 'startedAt' | 'finishedAt' | 'worker' | 'records' | 'failedJobs'
>;

export type BatchMarks = ReturnType<typeof createBatchMarks>;

/** Every field that is read or filtered by: the index alone covers the query. */
export const markIndex = {
  name: 'batch_marks',
  key: {
    runId: 1,
    superseded: 1,
    batchIndex: 1,
    attempt: 1,
    status: 1,
    startedAt: 1,
    finishedAt: 1,
    worker: 1,
    records: 1,
    failedJobs: 1,
  },
} as const;

const projection = {
  _id: 0,
  batchIndex: 1,
  status: 1,
  startedAt: 1,
  finishedAt: 1,
  worker: 1,
  records: 1,
  failedJobs: 1,
} as const;
const ROWS_AT_A_TIME = 5_000;

/** Reads `import_batches` for maps: many batches, few fields. */
export function createBatchMarks(db: Db) {
  const collection = db.collection<StoredBatch>('import_batches');
  return {
    /**
     * The batches of one attempt, or each by its latest, in batch order.
     *
     * @param limit the most that are read
     */
    async read(runId: string, attempt: number | undefined, limit: number): Promise<BatchMark[]> {
      const filter: Filter<StoredBatch> = attempt
        ? { runId, superseded: { $in: [false, true] }, attempt }
        : { runId, superseded: false };
      return collection
        .find(filter, { hint: markIndex.name, batchSize: ROWS_AT_A_TIME })
        .project<BatchMark>(projection)
        .sort({ batchIndex: 1 })
        .limit(limit)
        .toArray();
    },
  };
}
