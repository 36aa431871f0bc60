import { Cron } from 'croner';
import { errorMessage, FeedflowError } from '../errors.ts';
import { isInFuture } from '../process/clock.ts';
import type { Source, SourceConfig } from './source.ts';

const MINUTE_MS = 60_000;

/** What a source's due times depend on. */
export type Scheduled = Pick<SourceConfig, 'name' | 'schedule' | 'intervalMinutes' | 'timezone' | 'enabled'> &
  Partial<Pick<Source, 'lastTickAt' | 'lastRun'>>;

/**
 * Checks a source's cron pattern and time zone.
 *
 * @throws FeedflowError 'sources-invalid' naming the source and what is wrong
 */
export function checkSchedule(source: Pick<SourceConfig, 'name' | 'schedule' | 'timezone'>): void {
  try {
    const pattern = source.schedule ?? '* * * * *';
    const next = new Cron(pattern, { timezone: source.timezone, mode: '5-part', paused: true }).nextRun();
    // The 31st of February, for one.
    if (next === null) throw new Error('it never comes due');
  } catch (error) {
    throw new FeedflowError(
      'sources-invalid',
      `${source.name}: schedule "${source.schedule ?? ''}" in time zone "${source.timezone}" cannot be read (${errorMessage(error, 200)}); expected a cron pattern of five fields, such as "15 * * * *", and an IANA time zone, such as "Europe/Berlin"`,
      { cause: error },
    );
  }
}

/** Minutes between runs of a source with an interval; null for one with a cron pattern. */
export function intervalMinutesOf(source: Scheduled, defaultMinutes: number): number | null {
  return source.schedule ? null : (source.intervalMinutes ?? defaultMinutes);
}

/**
 * The next `count` times the scheduler starts a source after `now`, soonest first; none when it is disabled.
 * A start in the future counts as none: the scheduler forgets it.
 */
export function nextRuns(source: Scheduled, now: Date, count: number, defaultMinutes: number): Date[] {
  return dueAfter(withoutFutureStarts(source, now), now, count, defaultMinutes);
}

/**
 * The next `count` times a source is due after a timestamp, soonest first; none if it is disabled.
 * An interval counts from the last start, however that came about, in whole minutes.
 */
export function dueAfter(source: Scheduled, after: Date, count: number, defaultMinutes: number): Date[] {
  if (!source.enabled) return [];
  const minutes = intervalMinutesOf(source, defaultMinutes);
  if (minutes === null) {
    return new Cron(source.schedule ?? '', {
      timezone: source.timezone,
      mode: '5-part',
      paused: true,
    }).nextRuns(count, after);
  }
  const soonest = floorToMinute(after).getTime() + MINUTE_MS;
  const last = lastStart(source);
  const first = last === null ? soonest : Math.max(soonest, last + minutes * MINUTE_MS);
  return Array.from({ length: count }, (_, index) => new Date(first + index * minutes * MINUTE_MS));
}

/** A source as if no wrong clock had ever started it: without those starts that lie in the future. */
export function withoutFutureStarts<S extends Pick<Scheduled, 'lastTickAt' | 'lastRun'>>(
  source: S,
  now: Date,
): S {
  const { lastTickAt, lastRun } = source;
  return {
    ...source,
    lastTickAt: lastTickAt && isInFuture(lastTickAt, now) ? null : lastTickAt,
    lastRun: lastRun && isInFuture(lastRun.startedAt, now) ? null : lastRun,
  };
}

/** Whether a source with an interval is due at the tick of `tickAt` (a whole minute). */
export function isIntervalDue(source: Scheduled, tickAt: Date, minutes: number): boolean {
  const last = lastStart(withoutFutureStarts(source, tickAt));
  return last === null || tickAt.getTime() - last >= minutes * MINUTE_MS;
}

/** The minute of a timestamp: two schedulers identify the same tick by it. */
export function floorToMinute(timestamp: Date): Date {
  return new Date(Math.floor(timestamp.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The minute of the last start by tick or by hand, in ms; null where there was none. */
function lastStart(source: Scheduled): number | null {
  const starts = [source.lastTickAt, source.lastRun?.startedAt].filter((start) => start != null);
  return starts.length === 0 ? null : Math.max(...starts.map((start) => floorToMinute(start).getTime()));
}
