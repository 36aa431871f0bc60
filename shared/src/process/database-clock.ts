import { errorMessage } from '../errors.ts';
import { type Clock, MAX_CLOCK_SKEW_MS, systemClock } from './clock.ts';
import type { Log } from './log.ts';

/** What a measurement of the two clocks found. */
export interface ClockReading {
  /** The database's time. */
  now: Date;
  /** By how much the process' clock is ahead of the database's, in ms; negative where it is behind. */
  skewMs: number;
}

export interface DatabaseClock {
  /** The database's time, as last measured: the process' clock and the difference between the two. */
  clock: Clock;
  /** By how much the process' clock is ahead, in ms, as last measured. */
  skewMs(): number;
  /**
   * Measures now.
   *
   * @throws what reading the time of the database throws
   */
  measure(): Promise<ClockReading>;
  close(): void;
}

const MEASURE_INTERVAL_MS = 30_000;
/** Differences below this are left alone, so that timestamps do not jitter between two measurements. */
const IGNORED_MS = 100;
/** Both clocks are read in whole milliseconds. */
const ROUNDING_MS = 2;

/**
 * A clock that follows the database's, so that processes whose own clocks differ agree on what time it is. It
 * measures once before it resolves, and again every 30 s; during an outage the last difference holds.
 *
 * @param deps.readTime reads the time of the database
 * @param deps.clock the process' own clock
 * @throws what `readTime` throws at the first measurement
 */
export async function createDatabaseClock(
  deps: { readTime(): Promise<Date>; clock?: Clock | undefined; log: Log },
  { intervalMs = MEASURE_INTERVAL_MS } = {},
): Promise<DatabaseClock> {
  const { readTime, clock: processClock = systemClock, log } = deps;
  let skewMs = 0;
  let isWarned = false;

  async function measure(): Promise<ClockReading> {
    const askedMs = processClock().getTime();
    const startedMs = performance.now();
    const measured = await readTime();
    const tookMs = performance.now() - startedMs;
    // The server read its clock between the request and now: the error is at most half of the round trip.
    const measuredMs = askedMs + tookMs / 2 - measured.getTime();
    const uncertainMs = Math.max(IGNORED_MS, tookMs / 2 + ROUNDING_MS);
    if (Math.abs(measuredMs - skewMs) > uncertainMs) skewMs = Math.round(measuredMs);
    noteSkew();
    return { now: now(), skewMs };
  }

  function noteSkew(): void {
    const isSkewed = Math.abs(skewMs) > MAX_CLOCK_SKEW_MS;
    if (isSkewed && !isWarned) {
      const skewSeconds = Math.round(skewMs / 1_000);
      log.error({ skewSeconds }, "this process' clock and the database's differ by minutes: set them right");
    }
    if (!isSkewed && isWarned) log.info("this process' clock and the database's agree again");
    isWarned = isSkewed;
  }

  function now(): Date {
    return new Date(processClock().getTime() - skewMs);
  }

  await measure();
  const timer = setInterval(() => {
    measure().catch((error: unknown) =>
      log.debug({ reason: errorMessage(error) }, "the database's clock could not be read"),
    );
  }, intervalMs);
  timer.unref();

  return { clock: now, skewMs: () => skewMs, measure, close: () => clearInterval(timer) };
}
