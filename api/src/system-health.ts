import { DAY_MS } from '@feedflow/shared/durations';
import type { QueueCounts, SystemHealth } from '@feedflow/shared/model/system-health';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Connections } from '@feedflow/shared/process/connections';
import { type CheckedServices, rememberedCheck } from '@feedflow/shared/process/health';
import { withTimeout } from '@feedflow/shared/process/with-timeout';
import type { Queue } from 'bullmq';

export interface SystemHealthDeps
  extends Pick<Connections, 'pingMongo' | 'pingRedis' | 'facts' | 'queues' | 'fetchSlots' | 'databaseClock'> {
  database: Pick<Connections['database'], 'sources' | 'jobs'>;
  clock: Clock;
}

export interface SystemHealthReader {
  /** Whether MongoDB responds and Redis accepts writes. */
  check(): Promise<CheckedServices<'mongodb' | 'redis'>>;
  /** All that is known of the system, beside what `check` has found out. */
  describe(services: SystemHealth['services']): Promise<SystemHealth>;
}

/** A service that responds to pings and not to this counts as down. */
const FACT_TIMEOUT_MS = 2_000;

/** Reads the state of every part of an installation. Nothing here waits for long, whatever is unavailable. */
export function createSystemHealth(
  deps: SystemHealthDeps,
  options: { version: string; environment: string | null },
): SystemHealthReader {
  const { facts, queues } = deps;
  const { version, environment } = options;
  const about = { version, nodeVersion: process.version, environment, startedAt: deps.clock() };

  return {
    check: rememberedCheck({ mongodb: deps.pingMongo, redis: deps.pingRedis }),
    describe: async (services) => {
      // A full Redis still reports how full it is: only a service that does not respond is skipped.
      const ask = <Fact>(service: keyof typeof services, fact: () => Promise<Fact>) =>
        services[service].latencyMs < FACT_TIMEOUT_MS ? orNull(fact) : null;
      const [mongodb, redis, counts, fetchSlots, processes, lastTickAt, closedDue] = await Promise.all([
        ask('mongodb', facts.mongodb),
        ask('redis', facts.redis),
        ask('redis', async () => {
          const [runs, feeds, previews, batches] = await Promise.all([
            countJobs(queues.runs),
            countJobs(queues.feeds),
            countJobs(queues.previews),
            countJobs(queues.batches),
          ]);
          return { runs, feeds, previews, batches };
        }),
        ask('redis', readFetchSlots),
        ask('redis', facts.processes),
        ask('mongodb', deps.database.sources.latestTickAt),
        ask('mongodb', () => deps.database.jobs.countDueSince(new Date(deps.clock().getTime() - DAY_MS))),
      ]);
      const clockSkewSeconds = deps.databaseClock.skewMs() / 1_000;
      return {
        ...about,
        services,
        mongodb,
        redis,
        queues: counts,
        fetchSlots,
        processes,
        clockSkewSeconds,
        lastTickAt,
        closedDue: closedDue && { expired: closedDue.expired, tooOld: closedDue['too-old'] },
      };
    },
  };

  async function readFetchSlots(): Promise<SystemHealth['fetchSlots']> {
    const { slots: total, busy, allTakenForMs } = await deps.fetchSlots.read();
    const allTakenSince = allTakenForMs === null ? null : new Date(deps.clock().getTime() - allTakenForMs);
    return { total, busy, allTakenSince };
  }
}

async function countJobs(queue: Pick<Queue, 'getJobCounts' | 'isPaused'>): Promise<QueueCounts> {
  const [counts, paused] = await Promise.all([queue.getJobCounts(), queue.isPaused()]);
  const of = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    waiting: of('waiting', 'paused', 'prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    waitingChildren: of('waiting-children'),
    completed: of('completed'),
    failed: of('failed'),
    paused,
  };
}

/** Null for what is refused, as providers of Redis do with some commands, and for what takes too long. */
async function orNull<Fact>(ask: () => Promise<Fact>): Promise<Fact | null> {
  try {
    return await withTimeout(ask(), FACT_TIMEOUT_MS, () => new Error('no response'));
  } catch {
    return null;
  }
}
