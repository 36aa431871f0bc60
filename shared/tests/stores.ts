import { createSandbox } from '@feedflow/infra/test/sandbox';
import { MongoClient } from 'mongodb';
import { type ImportLog, noCounters } from '../src/import-log.ts';
import { createDatabase } from '../src/mongo/database.ts';
import { ensureIndexes } from '../src/mongo/indexes.ts';

/** A database of its own with the indexes in place; `close` drops it. */
export async function openStores() {
  const sandbox = await createSandbox();
  const client = await MongoClient.connect(sandbox.mongoUri);
  await ensureIndexes(client.db());
  return {
    sandbox,
    db: client.db(),
    database: createDatabase(client.db()),
    close: async () => {
      await client.close();
      await sandbox.close();
    },
  };
}

let lastRun = 0;

/** A run as it is written down at its start. */
export function aRun(fields: Partial<ImportLog> = {}): ImportLog {
  lastRun += 1;
  const startedAt = fields.startedAt ?? new Date('2026-01-01T10:00:00Z');
  return {
    runId: lastRun.toString(16).padStart(24, '0'),
    sourceUrl: 'https://feeds.test/a',
    sourceName: 'a',
    trigger: 'manual',
    status: 'running',
    startedAt,
    finishedAt: null,
    ...noCounters,
    attempt: 1,
    attempts: [
      {
        attempt: 1,
        trigger: 'manual',
        rescue: false,
        status: 'running',
        startedAt,
        finishedAt: null,
        durationMs: null,
        ...noCounters,
      },
    ],
    error: null,
    cancelRequestedAt: null,
    fetch: {
      fetchAttempt: 0,
      status: 'waiting',
      startedAt: null,
      finishedAt: null,
      durationMs: null,
      worker: null,
      totalFetched: 0,
      duplicateJobs: 0,
      failedJobs: 0,
      failureTotals: {},
      feed: null,
      complete: null,
      error: null,
    },
    http: null,
    failures: [],
    failureTotals: {},
    meta: {
      batchSize: 200,
      concurrency: 0,
      totalBatches: null,
      processedBatches: 0,
      failedBatches: 0,
      durationMs: null,
    },
    ...fields,
  };
}
