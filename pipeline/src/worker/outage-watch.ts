import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, errorMessage } from '@feedflow/shared/errors';
import { isMongoUnavailable } from '@feedflow/shared/mongo/errors';
import type { Log } from '@feedflow/shared/process/log';
import { withTimeout } from '@feedflow/shared/process/with-timeout';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';

/** How often an unavailable service is pinged. */
const RETRY_INTERVAL_MS = 1_000;
const PING_TIMEOUT_MS = 2_000;
/**
 * Other processes detect the end of an outage a little earlier or later: after one that may have cost locks, no process
 * searches for lost jobs before all processes have regained theirs.
 */
const SETTLE_MS = 2 * RETRY_INTERVAL_MS;

export type Service = 'mongodb' | 'redis';

const MESSAGES = {
  mongodb: {
    begins: 'MongoDB is unavailable: no jobs are taken until it responds',
    ends: 'MongoDB responds again: jobs are taken',
  },
  redis: {
    begins: 'Redis accepts no writes: no jobs are taken until it does',
    ends: 'Redis accepts writes again: jobs are taken',
  },
} as const satisfies Record<Service, { begins: string; ends: string }>;

export interface OutageWatch {
  /**
   * The service whose outage caused an error; null if it had another cause. After a timeout, MongoDB is pinged to find
   * out.
   */
  serviceAway(error: unknown): Promise<Service | null>;
  /** Whether an outage of a service is under way. */
  isHeld(service: Service): boolean;
  /** Begins an outage: no jobs are taken until the service is back. */
  hold(service: Service, error: unknown): void;
  /**
   * Resolves once a service is back; at once if it has no outage.
   *
   * @throws the reason of `signal` if it is aborted
   */
  whenBack(service: Service, signal: AbortSignal): Promise<void>;
  /**
   * Performs work that needs Redis, and repeats it after each outage that refused it.
   *
   * @throws any other error of the work; the reason of `signal` if it is aborted during an outage
   */
  throughOutages<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Stops pinging. */
  close(): void;
}

export interface OutageGate {
  pause(): void;
  /** Called when Redis is back, before jobs continue. */
  regain(): Promise<unknown>;
  resume(): void;
}

/**
 * Pauses a worker while MongoDB is unavailable or Redis accepts no writes, so that no job loses an attempt in a long
 * outage. Logs the beginning and the end of an outage once.
 *
 * States of a service: available, or in an outage (it is in `outages`) from `hold` until a ping succeeds. The gate is
 * paused while any service is in an outage.
 *
 * @param deps.pingRedis resolves if Redis accepts a write
 */
export function createOutageWatch(
  deps: { pingMongo(): Promise<unknown>; pingRedis(): Promise<unknown>; log: Log },
  gate: OutageGate,
  options: { lockDurationMs: number },
): OutageWatch {
  const outages = new Map<Service, PromiseWithResolvers<void>>();
  const closed = new AbortController();
  const pings = { mongodb: deps.pingMongo, redis: deps.pingRedis };

  async function succeeds(work: () => Promise<unknown>): Promise<boolean> {
    return withTimeout(work(), PING_TIMEOUT_MS, () => new Error('no response')).then(
      () => true,
      () => false,
    );
  }

  /** Whether a service is back, and the locks of all active jobs are regained. */
  function isOver(service: Service): Promise<boolean> {
    return succeeds(async () => {
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
    // Only the shutdown interrupts it, and all that wait have a signal for that.
    untilBack(service).catch(() => undefined);
  }

  async function whenBack(service: Service, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const outage = outages.get(service);
    if (outage) await unlessAborted(outage.promise, signal);
  }

  return {
    serviceAway: async (error) => {
      if (isMongoUnavailable(error)) return 'mongodb';
      if (isRedisUnavailable(error)) return 'redis';
      return errorCode(error) === 'batch-timeout' && !(await succeeds(deps.pingMongo)) ? 'mongodb' : null;
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

/** Waits for work until a signal is aborted. */
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
