import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { type Collection, type Db, MongoClient } from 'mongodb';
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

/**
 * The database for a process that stands still before it calls a method of a collection, while others go on.
 *
 * @param call which call of the method it is, from 1
 */
export function standingStill(
  db: Db,
  { collection: name, method, call = 1 }: { collection: string; method: keyof Collection; call?: number },
  meanwhile: () => Promise<unknown>,
): Db {
  let calls = 0;
  const collection = db.collection(name);
  const slow = async (...args: unknown[]) => {
    calls += 1;
    if (calls === call) await meanwhile();
    return Reflect.apply(collection[method] as (...args: unknown[]) => unknown, collection, args);
  };
  const slowCollection = new Proxy(collection, {
    get: (target, key) => {
      const value = Reflect.get(target, key, target);
      if (key === method) return slow;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return new Proxy(db, {
    get: (target, key) =>
      key === 'collection'
        ? (...args: Parameters<Db['collection']>) =>
            args[0] === name ? slowCollection : target.collection(...args)
        : Reflect.get(target, key, target),
  });
}
