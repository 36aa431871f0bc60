import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';

const RESPONSE_TIMEOUT_MS = 5_000;

export interface ExternalServers {
  mongoUri: string | undefined;
  redisUrl: string | undefined;
}

/** The servers that MONGODB_URI and REDIS_URL name; an empty value counts as not set. */
export function externalServers(env: NodeJS.ProcessEnv): ExternalServers {
  return { mongoUri: env['MONGODB_URI'] || undefined, redisUrl: env['REDIS_URL'] || undefined };
}

/**
 * Checks that each of these servers responds, before a process fails to start without it.
 *
 * @throws FeedflowError 'service-unavailable' naming the setting, never its value: it may hold a password
 */
export async function checkExternalServers({ mongoUri, redisUrl }: ExternalServers): Promise<void> {
  await Promise.all([
    mongoUri && explain('MONGODB_URI', () => pingMongo(mongoUri)),
    redisUrl && explain('REDIS_URL', () => pingRedis(redisUrl)),
  ]);
}

async function explain(setting: string, ping: () => Promise<unknown>): Promise<void> {
  try {
    await ping();
  } catch (cause) {
    throw new FeedflowError(
      'service-unavailable',
      `${setting} is set, but the server it names cannot be used: ${errorMessage(cause, 300)}. Start that server, correct the setting, or unset it to start one here`,
      { cause },
    );
  }
}

async function pingMongo(uri: string): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: RESPONSE_TIMEOUT_MS });
  try {
    await client.db().command({ ping: 1 });
  } finally {
    await client.close();
  }
}

async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: RESPONSE_TIMEOUT_MS,
    commandTimeout: RESPONSE_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let failure: Error | undefined;
  redis.on('error', (error) => {
    failure = error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    // ioredis rejects with "Connection is closed"; the event has the reason.
    throw failure ?? error;
  } finally {
    redis.disconnect();
  }
}
