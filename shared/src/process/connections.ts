import type { Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import { MINUTE_MS } from '../durations.ts';
import type { MongoFacts, RedisFacts } from '../model/system-health.ts';
import { warnAboutStandalone } from '../mongo/check-deployment.ts';
import { connectMongo } from '../mongo/connect.ts';
import { createDatabase, type Database } from '../mongo/database.ts';
import { withDeadlines } from '../mongo/deadlines.ts';
import { ensureIndexes } from '../mongo/indexes.ts';
import { migrate } from '../mongo/migrations/migrate.ts';
import { readMongoFacts } from '../mongo/mongo-facts.ts';
import { readServerTime } from '../mongo/server-time.ts';
import { createQueues, type Queues } from '../queues/connect.ts';
import { checkEviction } from '../redis/check-eviction.ts';
import { connectRedis, refuseScatteredKeys } from '../redis/connect.ts';
import { createEventPublisher, type EventPublisher } from '../redis/event-stream.ts';
import { createFetchSlotReports, type FetchSlotReports } from '../redis/fetch-slots.ts';
import { createPreviewRequests, type PreviewRequests } from '../redis/preview-requests.ts';
import { connectionName, countProcesses, type ProcessName, readRedisFacts } from '../redis/redis-facts.ts';
import type { Clock } from './clock.ts';
import type { Closers } from './closers.ts';
import { createDatabaseClock, type DatabaseClock } from './database-clock.ts';
import type { ReadinessGate } from './health.ts';
import type { Log } from './log.ts';

export interface Connections {
  database: Database;
  /** The database's time, by which everything stored goes; and the measurements behind it. */
  clock: Clock;
  databaseClock: DatabaseClock;
  redis: Redis;
  queues: Queues;
  previews: PreviewRequests;
  fetchSlots: FetchSlotReports;
  events: EventPublisher;
  /** Resolve if MongoDB responds, and if Redis accepts a write: a full Redis still responds to PING. */
  pingMongo(): Promise<unknown>;
  pingRedis(): Promise<unknown>;
  facts: ServiceFacts;
}

/** What the servers say of themselves. */
export interface ServiceFacts {
  mongodb(): Promise<MongoFacts>;
  redis(): Promise<RedisFacts>;
  /** Processes of this installation that are connected to Redis. */
  processes(): Promise<Record<ProcessName, number>>;
}

export interface ConnectOptions {
  MONGODB_URI: string;
  REDIS_URL: string;
  REDIS_CLUSTER?: boolean;
  REDIS_PREFIX: string;
  BOOT_TIMEOUT_MS: number;
}

/** How long the key stands that shows that Redis takes writes. */
const PROBE_KEPT_MS = MINUTE_MS;

/** The timeout of a MongoDB call: no valid call takes a tenth of it. */
const CALL_TIMEOUT_MS = 30_000;

/**
 * Opens what every process needs: MongoDB with its indexes and what is stored there brought up to date,
 * Redis, the queues and the event stream. Warns about servers that are set up in a way that costs something.
 *
 * @param deps.readiness is updated while the database is migrated
 * @param deps.clock the process' own clock; the system's by default
 * @param telemetry traces jobs
 * @param mode how Redis commands behave while Redis is unavailable: see connectRedis
 * @throws FeedflowError 'service-unavailable', 'settings-invalid' for a Redis that would drop queued work, or
 *   what `migrate` throws
 */
export async function connectAll(
  deps: {
    log: Log;
    closers: Closers;
    readiness?: Pick<ReadinessGate, 'setPhase'>;
    clock?: Clock | undefined;
  },
  options: ConnectOptions & { name: string; mode: 'failFast' | 'patient'; telemetry?: Telemetry | undefined },
): Promise<Connections> {
  const { log, closers } = deps;
  const { name, mode, REDIS_PREFIX: prefix, BOOT_TIMEOUT_MS: bootTimeoutMs } = options;
  const { REDIS_CLUSTER: cluster = false } = options;
  refuseScatteredKeys({ cluster, prefix });
  const mongo = await connectMongo(
    { log },
    { uri: options.MONGODB_URI, bootTimeoutMs, appName: `feedflow-${name}` },
  );
  closers.add('MongoDB', () => mongo.close());
  await warnAboutStandalone(mongo.db(), log);
  const db = withDeadlines(mongo.db(), CALL_TIMEOUT_MS);
  await migrateUntilClosed({ ...deps, db }, { timeoutMs: bootTimeoutMs });
  await ensureIndexes(mongo.db());
  const databaseClock = await createDatabaseClock({
    readTime: () => readServerTime(mongo.db()),
    clock: deps.clock,
    log,
  });
  closers.add('database clock', () => databaseClock.close());
  const redis = await connectRedis(
    { log },
    { url: options.REDIS_URL, cluster, mode, bootTimeoutMs, name: connectionName(prefix, name) },
  );
  closers.add('Redis', () => redis.disconnect());
  await checkEviction(redis, log);
  const queues = createQueues({ redis, log }, { prefix, telemetry: options.telemetry });
  closers.add('queues', () => queues.close());
  return {
    database: createDatabase(db),
    clock: databaseClock.clock,
    databaseClock,
    redis,
    queues,
    previews: createPreviewRequests({ redis }, { prefix }),
    fetchSlots: createFetchSlotReports({ redis }, { prefix }),
    events: createEventPublisher({ redis, clock: databaseClock.clock, log }, { prefix }),
    pingMongo: () => mongo.db().command({ ping: 1 }),
    // A patient connection would keep the command until Redis is back.
    pingRedis: async () => {
      if (redis.status !== 'ready') throw new Error('no connection');
      return redis.set(`${prefix}:health`, Date.now(), 'PX', PROBE_KEPT_MS);
    },
    facts: {
      mongodb: () => readMongoFacts(mongo.db()),
      redis: () => readRedisFacts(redis),
      processes: () => countProcesses(redis, prefix),
    },
  };
}

/** Migrates; a process that is stopped breaks it off between two steps, so that the next one can continue at once. */
async function migrateUntilClosed(
  deps: { db: Db; log: Log; closers: Closers; readiness?: Pick<ReadinessGate, 'setPhase'> },
  { timeoutMs }: { timeoutMs: number },
): Promise<void> {
  const stop = new AbortController();
  const migrated = migrate(deps, {
    timeoutMs,
    signal: stop.signal,
    onMigrating: () => deps.readiness?.setPhase('migrating'),
  });
  deps.closers.add('migration', async () => {
    stop.abort(new Error('the process stops'));
    await migrated.catch(() => undefined);
  });
  await migrated;
  deps.readiness?.setPhase('starting');
}
