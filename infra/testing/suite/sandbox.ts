import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';

/** A database and a Redis key prefix of its own. */
export interface Sandbox {
  /** Includes the name of the database. */
  mongoUri: string;
  databaseName: string;
  redisUrl: string;
  /** Letters, digits and dashes: valid as BullMQ's prefix and as the start of any key. */
  redisPrefix: string;
  /** The settings of a process that uses it. */
  env: Record<'MONGODB_URI' | 'REDIS_URL' | 'REDIS_PREFIX', string>;
  /** Drops the database and deletes every key that starts with the prefix. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Creates a sandbox for a test file, on the MongoDB and Redis that `npm test` or the vitest setup started.
 *
 * @throws Error when MONGODB_URI or REDIS_URL is not set
 */
export async function createSandbox(env: NodeJS.ProcessEnv = process.env): Promise<Sandbox> {
  const serverUri = env['MONGODB_URI'];
  const redisUrl = env['REDIS_URL'];
  if (!serverUri || !redisUrl) {
    throw new Error('MONGODB_URI and REDIS_URL are not set: does the vitest.config.ts use packageTests()?');
  }
  const id = randomBytes(6).toString('hex');
  const databaseName = `feedflow_test_${id}`;
  const redisPrefix = `feedflow-test-${id}`;
  const mongoUri = withDatabase(serverUri, databaseName);
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    await Promise.all([dropDatabase(mongoUri), deleteKeys(redisUrl, redisPrefix)]);
  };

  return {
    mongoUri,
    databaseName,
    redisUrl,
    redisPrefix,
    env: { MONGODB_URI: mongoUri, REDIS_URL: redisUrl, REDIS_PREFIX: redisPrefix },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The same server with another database. */
export function withDatabase(uri: string, databaseName: string): string {
  // Without the URL class, which rejects the host list of a replica set.
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri);
  if (!parts) throw new Error('MONGODB_URI is not a mongodb:// or mongodb+srv:// URL');
  return `${parts[1]}/${databaseName}${parts[2] ?? ''}`;
}

async function dropDatabase(mongoUri: string): Promise<void> {
  await using client = new MongoClient(mongoUri, { serverSelectionTimeoutMS: 5_000 });
  await client.db().dropDatabase();
}

async function deleteKeys(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 2, connectTimeout: 5_000 });
  redis.on('error', () => {});
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 500);
      if (keys.length > 0) await redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}
