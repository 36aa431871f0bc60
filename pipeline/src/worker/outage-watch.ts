import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, errorMessage } from '@feedflow/shared/errors';
import { isMongoUnavailable } from '@feedflow/shared/mongo/errors';
import type { Log } from '@feedflow/shared/process/log';
import { withTimeout } from '@feedflow/shared/process/with-timeout';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';

/** How often a service that is away is tried. */
const RETRY_INTERVAL_MS = 1_000;
const PING_TIMEOUT_MS = 2_000;
/**
 * Other processes notice the end a moment earlier or later: after an outage that may have cost locks, nobody looks
 * for lost jobs before all have theirs back.
 */
const SETTLE_MS = 2 * RETRY_INTERVAL_MS;

export type Service = 'mongodb' | 'redis';

const MESSAGES = {
  mongodb: {
    begins: 'MongoDB is away: no jobs are taken until it answers',
    ends: 'MongoDB answers again: jobs are taken',
  },
  redis: {
    begins: 'Redis takes no writes: no jobs are taken until it does',
    ends: 'Redis takes writes again: jobs are taken',
  },
} as const satisfies Record<Service, { begins: string; ends: string }>;

export interface OutageWatch {
  /**
   * The service whose absence a job failed for; null for a fault of its own. A job that took too long is given the
   * benefit of the doubt: MongoDB is tried.
   */
  serviceAway(error: unknown): Promise<Service | null>;
  /** Whether an outage of a service is under way. */
  isHeld(service: Service): boolean;
  /** A service was found away: no jobs are taken until it is back. */
  hold(service: Service, error: unknown): void;
  /**
   * Resolves once a service is back; at once where it is not known to be away.
   *
   * @throws the reason of `signal` where that is aborted
   */
  whenBack(service: Service, signal?: AbortSignal): Promise<void>;
  /**
   * Does work that needs Redis, and does it again after each outage that refused it.
   *
   * @throws what the work fails with otherwise; the reason of `signal` where that is aborted during an outage
   */
  throughOutages<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Stops trying. */
  close(): void;
}

export interface OutageGate {
  pause(): void;
  /** Called when Redis is back, before any job goes on. */
  regain(): Promise<unknown>;
  resume(): void;
}

/**
 * Sees to it that a worker takes no jobs while MongoDB is away or Redis takes no writes, so that a long outage costs
 * no job a try. Says so once, and once when it is over.
 *
 * @param deps.pingRedis resolves where Redis takes a write
 */
export function createOutageWatch(
  deps: { pingMongo(): Promise<unknown>; pingRedis(): Promise<unknown>; log: Log },
  gate: OutageGate,
  options: { lockDurationMs: number },
): OutageWatch {
  const outages = new Map<Service, PromiseWithResolvers<void>>();
  const closed = new AbortController();
  const pings = { mongodb: deps.pingMongo, redis: deps.pingRedis };

  async function isDone(work: () => Promise<unknown>): Promise<boolean> {
    return withTimeout(work(), PING_TIMEOUT_MS, () => new Error('no answer')).then(
      () => true,
      () => false,
    );
  }

  /** Whether a service is back, and Redis has the locks of all jobs in hand again. */
  function isOver(service: Service): Promise<boolean> {
    return isDone(async () => {
      await pings[service]();
      if (service === 'redis') await gate.regain();
    });
  }

  async function untilBack(service: Service): Promise<void> {
    const since = performance.now();
    while (!(await isOver(service))) await pause(RETRY_INTERVAL_MS);
    const awayMs = Math.round(performance.now() - since);
    outages.get(service)?.resolve();
    outages.delete(service);
    deps.log.info({ awayMs }, MESSAGES[service].ends);
    if (service === 'redis' && awayMs > options.lockDurationMs / 2) await pause(SETTLE_MS);
    if (outages.size === 0) gate.resume();
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: closed.signal });

  function hold(service: Service, error: unknown): void {
    if (closed.signal.aborted || outages.has(service)) return;
    const facts = { code: `${service}-unavailable`, reason: errorMessage(error, 200) };
    deps.log.warn(facts, MESSAGES[service].begins);
    gate.pause();
    outages.set(service, Promise.withResolvers());
    // Only the shutdown breaks it off, and who waits has a signal for that.
    untilBack(service).catch(() => undefined);
  }

  async function whenBack(service: Service, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const outage = outages.get(service);
    if (outage) await (signal ? unlessAborted(outage.promise, signal) : outage.promise);
  }

  return {
    serviceAway: async (error) => {
      if (isMongoUnavailable(error)) return 'mongodb';
      if (isRedisUnavailable(error)) return 'redis';
      return errorCode(error) === 'batch-timeout' && !(await isDone(deps.pingMongo)) ? 'mongodb' : null;
    },
    isHeld: (service) => outages.has(service),
    hold,
    whenBack,
    throughOutages: async (work, signal) => {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!isRedisUnavailable(error)) throw error;
          hold('redis', error);
          await whenBack('redis', signal);
        }
      }
    },
    close: () => closed.abort(new Error('the worker stops')),
  };
}

/** Waits for work, but not longer than until a signal is aborted. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
