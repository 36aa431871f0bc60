import { Cron, CronPattern } from 'croner';
import { MINUTE_MS } from '../durations.ts';
import { errorMessage, FeedflowError } from '../errors.ts';
import { isInFuture } from '../process/clock.ts';
import { amountLabel } from './amount-label.ts';
import type { Source, SourceConfig } from './source.ts';

const CRON_FIELDS = 5;

/** What a source's due times depend on. */
export type Scheduled = Pick<SourceConfig, 'name' | 'schedule' | 'intervalMinutes' | 'timezone' | 'enabled'> &
  Partial<Pick<Source, 'lastTickAt' | 'lastRun'>>;

/**
 * Checks a source's cron pattern and time zone.
 *
 * @throws FeedflowError 'sources-invalid' naming what is wrong
 */
export function checkSchedule({ schedule, timezone }: Pick<SourceConfig, 'schedule' | 'timezone'>): void {
  if (!isTimeZone(timezone)) {
    const expected = 'expected an IANA name such as Europe/Berlin';
    throw new FeedflowError('sources-invalid', `time zone "${timezone}" is not known; ${expected}`);
  }
  try {
    // The 31st of February, for one.
    if (cronOf(schedule ?? '* * * * *', timezone).nextRun() === null) throw new Error('it never comes due');
  } catch (error) {
    const fields = schedule?.match(/\S+/g)?.length ?? 0;
    // croner also reads six and seven fields, and says so.
    const reason =
      fields === CRON_FIELDS ? errorMessage(error, 200) : `it has ${amountLabel(fields, 'field')}`;
    throw new FeedflowError(
      'sources-invalid',
      `schedule "${schedule}" cannot be read (${reason}); expected a cron pattern of five fields, such as "15 * * * *"`,
      { cause: error },
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The next `count` times of a cron pattern after a timestamp, soonest first. Where clocks change, a pattern that names
 * hours has each of its times once: at the end of the gap where a clock skips it, at the first of the two where a clock
 * repeats it. A pattern of every hour follows the clock: what is skipped is left out, what is repeated is repeated.
 *
 * @param timezone an IANA time zone
 * @throws Error where the pattern or the time zone cannot be read
 */
export function cronTimes(pattern: string, timezone: string, after: Date, count: number): Date[] {
  return cronOf(pattern, timezone).nextRuns(count, after);
}

/**
 * A cron pattern as croner evaluates it. croner gives each time once only where neither minutes nor hours have a
 * wildcard or a step, so a pattern that names hours is written as lists: every half hour from 2 to 3 is `0,30 2 * * *`.
 */
function cronOf(pattern: string, timezone: string): Cron {
  const parsed = new CronPattern(pattern, timezone, { mode: '5-part' });
  const [minute, , ...days] = parsed.pattern.trim().split(/\s+/);
  const clock = parsed.hour.every(Boolean)
    ? [minute, '*']
    : [setPositions(parsed.minute), setPositions(parsed.hour)];
  return new Cron([...clock, ...days].join(' '), {
    timezone,
    mode: '5-part',
    paused: true,
    fixedTimeRule: 'no-wildcard',
  });
}

function setPositions(flags: readonly number[]): string {
  return flags.flatMap((flag, position) => (flag ? [position] : [])).join(',');
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
    return cronTimes(source.schedule ?? '', source.timezone, after, count);
  }
  const soonest = floorToMinute(after).getTime() + MINUTE_MS;
  const last = lastStart(source);
  const first = last === null ? soonest : Math.max(soonest, last + minutes * MINUTE_MS);
  return Array.from({ length: count }, (_, index) => new Date(first + index * minutes * MINUTE_MS));
}

/**
 * Since when a source is overdue: the first time it was due after its last start, however that came about, or after it
 * was added or changed. Null if it is not due by `now`.
 *
 * @throws Error where its cron pattern or time zone cannot be read
 */
export function overdueSince(
  listed: Scheduled & Pick<Source, 'createdAt' | 'updatedAt'>,
  now: Date,
  defaultMinutes: number,
): Date | null {
  const source = withoutFutureStarts(listed, now);
  const starts = [source.lastTickAt, source.lastRun?.startedAt, source.createdAt, source.updatedAt];
  const since = new Date(Math.max(...starts.map((start) => start?.getTime() ?? 0)));
  const [due] = dueAfter(source, since, 1, defaultMinutes);
  return due && due <= now ? due : null;
}

/**
 * The tick that a source with a cron pattern missed: the last one that it had until now without a start. Null if none
 * was missed. A source with an interval misses none: it is started as soon as it is due.
 *
 * @throws Error as `overdueSince`
 */
export function missedTick(
  source: Scheduled & Pick<Source, 'createdAt' | 'updatedAt'>,
  now: Date,
): Date | null {
  if (!source.schedule) return null;
  const since = overdueSince(source, now, 1);
  if (!since) return null;
  // A tick that is due at this very second counts.
  const [last] = cronOf(source.schedule, source.timezone).previousRuns(1, new Date(now.getTime() + 1_000));
  return last && last >= since ? last : since;
}

/** How long after its claim the run of a tick may be on its way to MongoDB. */
const STARTING_MS = MINUTE_MS;

/**
 * The time of the last tick of a source, where the source shows neither that it was skipped nor that a run has begun
 * since: its run is not recorded at the source yet, or its scheduler was lost before it had started it.
 */
export function unansweredTick(
  source: Pick<Source, 'lastTickAt' | 'lastTickClaimedAt' | 'lastRun' | 'lastSkippedTick'>,
  now: Date,
): Date | null {
  const { lastTickAt, lastTickClaimedAt, lastRun, lastSkippedTick } = source;
  if (!lastTickAt) return null;
  if (now.getTime() - (lastTickClaimedAt ?? lastTickAt).getTime() <= STARTING_MS) return null;
  if (lastSkippedTick && lastSkippedTick.at >= lastTickAt) return null;
  return lastRun && lastRun.startedAt >= startsOf(lastTickAt) ? null : lastTickAt;
}

/** From when on a run may be that of a tick: clocks are corrected now and then. */
export function startsOf(tickAt: Date): Date {
  return new Date(tickAt.getTime() - STARTING_MS);
}

/** A source as if no wrong clock had ever started it: without those starts that lie in the future. */
function withoutFutureStarts<S extends Pick<Scheduled, 'lastTickAt' | 'lastRun'>>(source: S, now: Date): S {
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
