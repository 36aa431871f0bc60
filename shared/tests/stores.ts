import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { MongoClient } from 'mongodb';
import type { Run } from '../src/model/run.ts';
import { createDatabase } from '../src/mongo/database.ts';
import { ensureIndexes } from '../src/mongo/indexes.ts';
import { newRun } from '../src/run/new-run.ts';

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

/** A run as it is written down at its start. */
export function aRun(fields: Partial<Run> = {}): Run {
  const source = { name: 'a', url: 'https://feeds.test/a' };
  const startedAt = fields.startedAt ?? new Date('2026-01-01T10:00:00Z');
  return { ...newRun(source, 'manual', startedAt, { batchSize: 200 }), ...fields };
}
