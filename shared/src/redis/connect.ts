import { Cluster, Redis } from 'ioredis';
import { errorMessage, FeedflowError } from '../errors.ts';
import { durationLabel } from '../model/duration-label.ts';
import type { Log } from '../process/log.ts';
import { restoreFastStrings } from './fast-strings.ts';

export interface RedisOptions {
  url: string;
  /** The url names one node of a Redis Cluster; it reports the others. @default false */
  cluster?: boolean;
  /**
   * `failFast`: a command fails at once while Redis is unavailable, for callers with a waiting client.
   * `patient`: it waits until Redis is back, for workers.
   */
  mode: 'failFast' | 'patient';
  /** How long to wait at boot, in milliseconds. */
  bootTimeoutMs: number;
  /** Shown by Redis in CLIENT LIST. */
  name: string;
}

/** The timeout of a command that fails fast. */
const COMMAND_TIMEOUT_MS = 1_200;
/**
 * A connection with commands under way that is silent for so long is dead, although it was not closed: it is
 * opened again. More than the 10 s that BullMQ lets a worker wait for a job.
 */
const SILENCE_MS = { failFast: 5_000, patient: 15_000 };

/**
 * Connects to Redis, saying so in the log while it waits. Once connected, it reconnects automatically.
 *
 * @throws FeedflowError 'service-unavailable' if Redis does not respond within `bootTimeoutMs`, 'settings-invalid' if
 *   it does not have the database that the URL names, as a cluster, which has only one
 */
export async function connectRedis(deps: { log: Log }, options: RedisOptions): Promise<Redis> {
  restoreFastStrings();
  const redis = open(options);
  let lastError: unknown;
  let booted = false;
  redis.on('error', (error: unknown) => {
    const reason = errorMessage(error, 200);
    if (reason !== errorMessage(lastError, 200)) {
      deps.log.warn({ reason }, booted ? 'Redis is unavailable' : 'waiting for Redis');
    }
    lastError = error;
  });
  redis.on('ready', () => {
    booted = true;
    if (lastError) deps.log.info('Redis is available');
    lastError = undefined;
  });
  try {
    await waitUntilReady(redis, options.bootTimeoutMs);
  } catch {
    redis.disconnect();
    throw new FeedflowError(
      'service-unavailable',
      `Redis did not respond within ${durationLabel(options.bootTimeoutMs)} (${errorMessage(lastError ?? 'no response', 200)}): check REDIS_URL and that the server is running`,
      { cause: lastError },
    );
  }
  if (!options.cluster) await selectDatabase(redis);
  return redis;
}

/** ioredis only reports that a database cannot be selected, and uses the first one, which may be another installation's. */
async function selectDatabase(redis: Redis): Promise<void> {
  const { db = 0 } = redis.options;
  if (db === 0) return;
  try {
    await redis.select(db);
  } catch (error) {
    redis.disconnect();
    throw unusableDatabase(db, errorMessage(error, 200), error);
  }
}

function unusableDatabase(database: number, reason: string, cause?: unknown): FeedflowError {
  return new FeedflowError(
    'settings-invalid',
    `REDIS_URL names database ${database}, which cannot be used (${reason}): name one that this Redis has, or none and a REDIS_PREFIX of its own`,
    { cause },
  );
}

/** A client that is not connected yet. A cluster's has the same commands, so that callers need not know. */
function open({ url, cluster, name, mode }: RedisOptions): Redis {
  const failFast = mode === 'failFast';
  const retryDelayMs = (times: number) => Math.min(100 * 2 ** Math.min(times, 5), 2_000);
  const connection = {
    connectionName: name,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    socketTimeout: SILENCE_MS[mode],
    ...(failFast ? { commandTimeout: COMMAND_TIMEOUT_MS } : {}),
  };
  if (!cluster) {
    return new Redis(url, {
      ...connection,
      lazyConnect: true,
      retryStrategy: retryDelayMs,
      enableOfflineQueue: !failFast,
      maxRetriesPerRequest: failFast ? 1 : null,
    });
  }
  const { hostname, port, username, password, protocol, pathname } = new URL(url);
  const database = Number(pathname.slice(1));
  if (database !== 0) throw unusableDatabase(database, 'a cluster has only database 0');
  const node = { host: hostname, port: Number(port || 6379) };
  return new Cluster([node], {
    lazyConnect: true,
    clusterRetryStrategy: retryDelayMs,
    enableOfflineQueue: !failFast,
    redisOptions: {
      ...connection,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
      ...(failFast ? { maxRetriesPerRequest: 1 } : { maxRetriesPerRequest: null }),
    },
  }) as unknown as Redis;
}

/** BullMQ's scripts touch several keys at once, which a cluster allows where all of them hash alike. */
export function refuseScatteredKeys({ cluster, prefix }: { cluster: boolean; prefix: string }): void {
  if (!cluster || /\{[^{}]+\}/.test(prefix)) return;
  throw new FeedflowError(
    'settings-invalid',
    `REDIS_CLUSTER is true and REDIS_PREFIX is "${prefix}": a cluster needs all keys in one hash slot; put the prefix in braces, as in {${prefix}}`,
  );
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
    // A first refusal is not the end: ioredis retries, and emits 'ready' when it succeeds.
    redis.connect().catch(() => undefined);
  });
}
