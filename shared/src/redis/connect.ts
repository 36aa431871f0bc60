import { Redis } from 'ioredis';
import { errorMessage, FeedflowError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface RedisOptions {
  url: string;
  /**
   * `failFast`: a command given while Redis is away fails at once, for callers that have someone waiting.
   * `patient`: it waits until Redis is back, for workers.
   */
  mode: 'failFast' | 'patient';
  /** How long to wait at boot, in milliseconds. */
  bootTimeoutMs: number;
  /** Shown by Redis in CLIENT LIST. */
  name: string;
}

/** A command that fails fast answers within this. */
const COMMAND_TIMEOUT_MS = 1_200;
/**
 * A connection with commands under way that is silent for so long is dead, though nobody closed it: it is
 * opened anew. More than the 10 s that BullMQ lets a worker wait for a job.
 */
const SILENCE_MS = { failFast: 5_000, patient: 15_000 };

/**
 * Connects to Redis, saying so in the log while it waits. Once connected, it reconnects by itself.
 *
 * @throws FeedflowError 'service-unavailable' where Redis does not answer within `bootTimeoutMs`
 */
export async function connectRedis(deps: { log: Log }, options: RedisOptions): Promise<Redis> {
  const redis = new Redis(options.url, {
    lazyConnect: true,
    connectionName: options.name,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    socketTimeout: SILENCE_MS[options.mode],
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), 2_000),
    ...(options.mode === 'failFast'
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS }
      : { maxRetriesPerRequest: null }),
  });
  let lastError: unknown;
  let booted = false;
  redis.on('error', (error: unknown) => {
    const reason = errorMessage(error, 200);
    if (reason !== errorMessage(lastError, 200)) {
      deps.log.warn({ reason }, booted ? 'Redis is away' : 'waiting for Redis');
    }
    lastError = error;
  });
  redis.on('ready', () => {
    booted = true;
    if (lastError) deps.log.info('Redis answers');
    lastError = undefined;
  });
  try {
    await waitUntilReady(redis, options.bootTimeoutMs);
    return redis;
  } catch {
    redis.disconnect();
    throw new FeedflowError(
      'service-unavailable',
      `Redis did not answer within ${options.bootTimeoutMs} ms (${errorMessage(lastError ?? 'no answer', 200)}): check REDIS_URL and that the server is running`,
      { cause: lastError },
    );
  }
}

function waitUntilReady(redis: Redis, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off('ready', onReady);
      reject(new Error('timeout'));
    }, timeoutMs);
    const onReady = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', onReady);
    // A first refusal is not the end: ioredis goes on trying, and 'ready' comes when it succeeds.
    redis.connect().catch(() => undefined);
  });
}
