import type { Db } from 'mongodb';
import { type BatchLife, batchLife } from './batch-life.ts';
import { batchReports } from './batch-reports.ts';
import { type BatchTroubles, batchTroubles } from './batch-troubles.ts';
import type { StoredBatch } from './stored-batch.ts';

export type ImportBatches = ReturnType<typeof createImportBatches>;

/** The `import_batches` collection: one document per batch and attempt; what a run's tree is drawn from. */
export function createImportBatches(db: Db) {
  const collection = db.collection<StoredBatch>('import_batches');
  const life: BatchLife = batchLife(collection);
  const troubles: BatchTroubles = batchTroubles(collection);
  return { ...life, ...batchReports(collection), ...troubles };
}
