import { errorCode, errorMessage } from '@feedflow/shared/errors';
import {
  dueAfter,
  floorToMinute,
  missedTick,
  nextRuns,
  startsOf,
  unansweredTick,
} from '@feedflow/shared/model/schedule';
import type { Source } from '@feedflow/shared/model/source';
import { isMongoUnavailable } from '@feedflow/shared/mongo/errors';
import { checkServices, type Ping } from '@feedflow/shared/process/health';
import type { RunDeps } from '@feedflow/shared/run/deps';
import { createRecurringTask } from './recurring-task.ts';
import { type TickOptions, tick } from './tick.ts';

/** The longest sleep: the ticker notices within a second that its clock was corrected. */
const MAX_SLEEP_MS = 1_000;
/**
 * Ticks that are performed at a time. Thousands of sources may be due in the same second: if all were started at
 * once, a run would be in MongoDB long before its tree is in Redis, and the reaper would think that it was lost.
 */
const TICKS_AT_A_TIME = 32;

export interface TickerDeps extends RunDeps {
  pingMongo: Ping;
  /** Resolves if Redis accepts a write. */
  pingRedis: Ping;
}

export interface TickerOptions extends TickOptions {
  refreshSeconds: number;
}

export interface Ticker {
  /**
   * Reads the sources again and updates their due times. Removes ticks that a wrong clock recorded, and those that
   * started no run, which are due again.
   */
  refresh(): Promise<void>;
  /**
   * Performs every tick that is due, unless MongoDB or Redis is unavailable: then all wait. Called by the ticker's own
   * timer.
   */
  takeDue(): Promise<void>;
  /** Stops all timers and waits for running ticks. */
  close(): Promise<void>;
}

/**
 * Keeps the next due time of every enabled source and starts its run then, by the database's clock rather than that of
 * the process. Reads the sources again regularly, so that a changed schedule takes effect without a restart.
 */
export function createTicker(deps: TickerDeps, options: TickerOptions): Ticker {
  /** By source: `at` is its first due time after `since`. */
  const due = new Map<string, { at: Date | null; since: Date; schedule: string }>();
  const running = new Set<Promise<unknown>>();
  let sources = new Map<string, Source>();
  let check: Promise<boolean> | null = null;
  let isOutage = false;

  async function onTick(name: string, tickAt: Date, takenAt: Date): Promise<void> {
    const source = sources.get(name);
    if (!source) return;
    try {
      await tick(deps, source, tickAt, options, takenAt);
    } catch (error) {
      const isMongoAway = isMongoUnavailable(error);
      if (isMongoAway) postpone(name, tickAt);
      if (isMongoAway || errorCode(error) === 'service-unavailable') beginOutage(error);
      deps.log.error({ source: name, reason: errorMessage(error) }, 'a scheduled run could not be started');
    }
  }

  /** Leaves a tick due that has claimed nothing. */
  function postpone(name: string, tickAt: Date): void {
    const entry = due.get(name);
    if (entry) entry.at = tickAt;
  }

  function beginOutage(reason: unknown): void {
    if (!isOutage)
      deps.log.warn({ reason: errorMessage(reason, 200) }, 'due sources wait for MongoDB and Redis');
    isOutage = true;
  }

  function track(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  /** Whether runs can be started. */
  async function servicesRespond(): Promise<boolean> {
    const { healthy, services } = await checkServices({ mongodb: deps.pingMongo, redis: deps.pingRedis });
    if (!healthy) beginOutage(new Error(services.mongodb.error ?? services.redis.error));
    else if (isOutage) {
      isOutage = false;
      deps.log.info('due sources start: MongoDB and Redis are available');
    }
    return healthy;
  }

  async function takeDue(): Promise<void> {
    const asked = deps.clock();
    if (![...due.values()].some(({ at }) => at !== null && at <= asked)) return;
    check ??= servicesRespond().finally(() => {
      check = null;
    });
    if (!(await check)) return;
    const now = deps.clock();
    const taken: [name: string, tickAt: Date][] = [];
    for (const [name, entry] of due) {
      const source = sources.get(name);
      if (!source || entry.at === null || entry.at > now) continue;
      // A late tick counts for its due time; an interval starts again when its tick is performed.
      const tickAt = source.schedule ? entry.at : floorToMinute(now);
      entry.at = dueNext(source, now);
      entry.since = now;
      taken.push([name, tickAt]);
    }
    const rest = taken.values();
    const perform = async () => {
      for (const [name, tickAt] of rest) {
        if (isOutage) postpone(name, tickAt);
        else await onTick(name, tickAt, now);
      }
    };
    await Promise.all(Array.from({ length: TICKS_AT_A_TIME }, perform));
  }

  function updateDue(source: Source): void {
    const schedule = `${source.schedule ?? 'interval'} ${source.timezone}`;
    const now = deps.clock();
    const known = due.get(source.name);
    if (known?.schedule === schedule) {
      // Evaluating thousands of patterns takes seconds: it is repeated only where the clock was ahead.
      if (now >= known.since) return;
      known.since = now;
      const next = dueNext(source, now);
      if (known.at === null || (next !== null && known.at > next)) known.at = next;
      return;
    }
    // A tick that was missed while no scheduler was running is taken at once.
    const at = missedTick(source, now) ?? dueNext(source, now);
    due.set(source.name, { at, since: now, schedule });
    const [start] = nextRuns(source, now, 1, options.defaultIntervalMinutes);
    deps.log.info({ source: source.name, schedule: source.schedule ?? 'interval', next: start }, 'scheduled');
  }

  async function refresh(): Promise<void> {
    await forgetFutureTicks();
    const listed = await Promise.all((await deps.database.sources.list()).map(withoutLostTick));
    sources = new Map(listed.map((source) => [source.name, source]));
    for (const name of due.keys()) if (!sources.get(name)?.enabled) due.delete(name);
    for (const source of listed) {
      if (!source.enabled) continue;
      try {
        updateDue(source);
      } catch (error) {
        due.delete(source.name);
        deps.log.error({ source: source.name, reason: errorMessage(error) }, 'its schedule cannot be read');
      }
    }
  }

  async function forgetFutureTicks(): Promise<void> {
    for (const { name, lastTickAt } of await deps.database.sources.forgetFutureTicks()) {
      deps.log.warn(
        { source: name, lastTickAt },
        'its last tick was in the future and was removed: the clock of a scheduler was wrong',
      );
    }
  }

  /**
   * The scheduler that took the last tick of a source may have been lost, or have lost MongoDB, before it stored the
   * run.
   */
  async function withoutLostTick(source: Source): Promise<Source> {
    const { name, url, enabled } = source;
    const tickAt = enabled ? unansweredTick(source, deps.clock()) : null;
    if (!tickAt || (await deps.database.importLogs.hasBegunSince(url, startsOf(tickAt)))) return source;
    if (!(await deps.database.sources.forgetTick(source))) return source;
    due.delete(name);
    deps.log.warn({ source: name, tickAt }, 'its last tick started no run: it is due again');
    return { ...source, lastTickAt: null };
  }

  let timer = sleepUntilDue();
  function sleepUntilDue(): NodeJS.Timeout {
    const nowMs = deps.clock().getTime();
    // What is due waits for the check, or for the end of an outage.
    const waiting = check !== null || isOutage ? [] : [...due.values()];
    const waitsMs = waiting.map(({ at }) => (at?.getTime() ?? Number.POSITIVE_INFINITY) - nowMs);
    return setTimeout(
      () => {
        track(takeDue());
        timer = sleepUntilDue();
      },
      Math.max(1, Math.min(MAX_SLEEP_MS, ...waitsMs)),
    );
  }

  const pattern = `*/${options.refreshSeconds} * * * * *`;
  const failure = 'the sources could not be read again';
  const refresher = createRecurringTask(deps, { pattern, failure }, refresh);

  return {
    refresh,
    takeDue,
    close: async () => {
      const refreshed = refresher.close();
      clearTimeout(timer);
      due.clear();
      // The next scheduler takes the ticks that have not begun.
      sources.clear();
      await Promise.all([refreshed, ...running]);
    },
  };
}

/**
 * The next tick of a source after `now`. A source with an interval has a tick every minute; its last start decides
 * whether it is due.
 */
function dueNext({ name, timezone, enabled, schedule }: Source, now: Date): Date | null {
  return dueAfter({ name, timezone, enabled, schedule }, now, 1, 1)[0] ?? null;
}
