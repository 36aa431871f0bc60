import type { Db } from 'mongodb';
import type { MongoFacts } from '../model/system-health.ts';

/** Reads the state of MongoDB: three short commands. */
export async function readMongoFacts(db: Db): Promise<MongoFacts> {
  const [build, hello, stats] = await Promise.all([
    db.command({ buildInfo: 1 }),
    db.command({ hello: 1 }),
    db.command({ dbStats: 1 }),
  ]);
  return {
    version: String(build['version']),
    replicaSet: typeof hello['setName'] === 'string' ? hello['setName'] : null,
    dataBytes: Number(stats['dataSize']),
    diskBytes: Number(stats['storageSize']) + Number(stats['indexSize']),
  };
}
