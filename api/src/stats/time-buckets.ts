import { DAY_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';

/** Widths a person reads with ease: what is shorter than a day in ms, then days. */
const SHORT_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);
const DAY_STEPS = [1, 2, 7, 14, 28, 91, 182, 364];

/**
 * Cuts a span into at most `maxBuckets` buckets of one width, which begin at times that are round in `timezone`. A day
 * lasts from midnight to midnight of its zone.
 *
 * @param timezone an IANA time zone
 * @returns where buckets begin, and where the last one ends: one more than there are buckets
 * @throws FeedflowError 'request-invalid' for a zone that is not known or a span too long for the buckets
 */
export function cutIntoBuckets(span: { from: Date; to: Date }, maxBuckets: number, timezone: string): Date[] {
  const clock = wallClock(timezone);
  const from = clock.toWall(span.from.getTime());
  const to = clock.toWall(span.to.getTime());
  // Short steps count from midnight, so that a quarter of a day begins at 0, 6, 12 and 18 o'clock.
  const midnight = clock.toInstant(Math.floor(from / DAY_MS) * DAY_MS);
  for (const size of SHORT_STEPS_MS) {
    const start = midnight + Math.floor((span.from.getTime() - midnight) / size) * size;
    const count = Math.ceil((span.to.getTime() - start) / size);
    if (count <= maxBuckets) return boundaries(count, (at) => start + at * size);
  }
  for (const size of DAY_STEPS) {
    const firstDay = Math.floor(from / DAY_MS / size) * size;
    const count = Math.ceil((to / DAY_MS - firstDay) / size);
    const startOf = (at: number) => clock.toInstant((firstDay + at * size) * DAY_MS);
    if (count <= maxBuckets) return boundaries(count, startOf);
  }
  throw new FeedflowError('request-invalid', 'buckets: too few for a time that long');
}

function boundaries(count: number, startOf: (at: number) => number): Date[] {
  return Array.from({ length: Math.max(1, count) + 1 }, (_, at) => new Date(startOf(at)));
}

/** Turns instants into what a clock on the wall shows (as ms, read as if it were UTC), and back. */
function wallClock(timezone: string): { toWall(instant: number): number; toInstant(wall: number): number } {
  const format = formatFor(timezone);
  const toWall = (instant: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  };
  return {
    toWall,
    toInstant: (wall) => {
      // The offset at a first guess may be that of before a change of the clock: a second look settles it.
      const guess = wall - (toWall(wall) - wall);
      return guess + (wall - toWall(guess));
    },
  };
}

function formatFor(timezone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      era: undefined,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw new FeedflowError(
      'request-invalid',
      `timezone: "${timezone}" is not known; expected an IANA name such as Europe/Berlin`,
      { cause: error },
    );
  }
}
