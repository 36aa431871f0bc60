import type { Db } from 'mongodb';
import type { Batch } from '../../model/batch.ts';
import type { KeptFailure } from '../../model/failure-group.ts';
import type { Run } from '../../model/run.ts';

export type KeptFailures = ReturnType<typeof createKeptFailures>;

type FailedBatch = Pick<
  Batch,
  'batchIndex' | 'status' | 'records' | 'error' | 'finishedAt' | 'failures' | 'failureTotals'
>;

/**
 * What was kept of failed records: in `import_logs` those that never reached a batch, in `import_batches` the others.
 */
export function createKeptFailures(db: Db) {
  const logs = db.collection<Run>('import_logs');
  const batches = db.collection<Batch>('import_batches');

  return {
    /** Every kept failure of a run, those of the feed first, then batch by batch. */
    async *of(runId: string): AsyncGenerator<KeptFailure> {
      const run = await logs.findOne({ runId }, { projection: { failures: 1 } });
      for (const failure of run?.failures ?? []) {
        if (failure.batchIndex === null) yield { ...failure, records: 1 };
      }
      const failed = batches
        .find({ runId, superseded: false, failedJobs: { $gt: 0 } })
        .project<FailedBatch>({
          _id: 0,
          batchIndex: 1,
          status: 1,
          records: 1,
          error: 1,
          finishedAt: 1,
          failures: 1,
          failureTotals: 1,
        })
        .sort({ batchIndex: 1 });
      for await (const batch of failed) {
        for (const failure of batch.failures) yield { ...failure, records: 1 };
        if (batch.status === 'failed') yield wholeBatch(batch);
      }
    },
  };
}

function wholeBatch(batch: FailedBatch): KeptFailure {
  return {
    stage: 'upsert',
    reasonCode: Object.keys(batch.failureTotals)[0] ?? 'batch-failed',
    message: batch.error ? `${batch.error.code}: ${batch.error.message}` : 'the batch failed',
    position: null,
    dedupeKey: null,
    externalId: null,
    field: null,
    batchIndex: batch.batchIndex,
    at: batch.finishedAt ?? new Date(0),
    records: batch.records,
  };
}
