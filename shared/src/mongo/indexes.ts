import type { Db } from 'mongodb';

/**
 * Makes the indexes that correctness and speed rest on. Harmless to repeat, and to call from many processes
 * at once.
 */
export async function ensureIndexes(db: Db): Promise<void> {
  await Promise.all([
    db.collection('sources').createIndexes([
      { key: { name: 1 }, unique: true },
      { key: { url: 1 }, unique: true },
    ]),
    db
      .collection('jobs')
      .createIndexes([{ key: { dedupeKey: 1 }, unique: true }, { key: { sourceUrl: 1, publishedAt: -1 } }]),
    db.collection('import_logs').createIndexes([
      { key: { runId: 1 }, unique: true },
      { key: { sourceUrl: 1, startedAt: -1 } },
      { key: { status: 1, startedAt: -1 } },
      { key: { startedAt: -1, runId: -1 } },
      // One run per source at a time: the second insert of a running one is refused by the database itself.
      {
        key: { sourceUrl: 1 },
        name: 'one_running_run_per_source',
        unique: true,
        partialFilterExpression: { status: 'running' },
      },
    ]),
    db
      .collection('import_batches')
      .createIndexes([
        { key: { runId: 1, attempt: 1, batchIndex: 1 } },
        { key: { runId: 1, status: 1, batchIndex: 1 } },
      ]),
  ]);
}
