import { pathOf, type ResponseOf } from '@feedflow/shared/api/client';
import type { Db } from 'mongodb';
import type { ServedHistory } from '../history/served-history.ts';

/** Replaces the batches of a run of a generated history by so many new ones. */
export async function growRun(db: Db, runId: string, batches: number): Promise<void> {
  const collection = db.collection<{ _id: string; batchIndex: number }>('import_batches');
  const pattern = await collection.findOne({ runId });
  if (!pattern) throw new Error(`run ${runId} has no batch`);
  await collection.deleteMany({ runId });
  await collection.insertMany(
    Array.from({ length: batches }, (_, batchIndex) => ({
      ...pattern,
      _id: `${runId}-1-1-${batchIndex}`,
      batchIndex,
    })),
    { ordered: false },
  );
  const meta = { 'meta.totalBatches': batches, 'meta.processedBatches': batches };
  await db.collection('import_logs').updateOne({ runId }, { $set: meta });
}

/** A completed run of a history. */
export async function completedRun({ url }: ServedHistory): Promise<string> {
  const response = await fetch(url + pathOf('listRuns', { query: { status: 'completed', limit: 1 } }));
  const { items } = (await response.json()) as ResponseOf<'listRuns'>;
  const runId = items[0]?.runId;
  if (!runId) throw new Error('the history has no completed run');
  return runId;
}
