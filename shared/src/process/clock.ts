import { MINUTE_MS } from '../durations.ts';

/** Returns the current time. Passed in, so that a test can choose it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/**
 * How far ahead of now a stored timestamp may be and still be trusted, in ms: what is left between the clocks of
 * processes that all follow the database's is well below a second, but a clock that is set between two
 * measurements may write one wrong timestamp. A minute is the step of the schedules.
 */
export const CLOCK_TOLERANCE_MS = MINUTE_MS;

/**
 * Where the clocks of a process and of the database differ by more than this, in ms, one of them is wrong and
 * nobody knows which: servers that keep time are within a second, a virtual machine that was suspended is off by
 * minutes. What cannot be undone is refused then.
 */
export const MAX_CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** Whether a stored timestamp lies in the future, which only a wrong clock can have written. */
export function isInFuture(timestamp: Date, now: Date): boolean {
  return timestamp.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}
