import { formatElapsed } from '../format/time.ts';

/** An observed number of records that were read or batches that have ended. */
export interface Mark {
  atMs: number;
  ended: number;
}

const WINDOW_MS = 60_000;
const MARKS_AT_MOST = 240;
const ENDED_BEFORE_ETA = 5;
const OBSERVED_BEFORE_ETA_MS = 3_000;
const STALLED_AFTER_MS = 30_000;

/**
 * Adds a mark. Only changes of the last minute count; a lower number (another attempt has started) clears the
 * marks. Returns the same array if nothing changed.
 */
export function withMark(marks: readonly Mark[], ended: number, nowMs: number): readonly Mark[] {
  const last = marks.at(-1);
  if (last?.ended === ended) return marks;
  const mark = { atMs: nowMs, ended };
  if (!last || ended < last.ended) return [mark];
  const recent = marks.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
  // The last mark before the window is the start of the first step in it.
  const before = marks[marks.length - recent.length - 1];
  return [...(before ? [before] : []), ...recent, mark].slice(-MARKS_AT_MOST);
}

/**
 * The remaining time by the rate of the last minute. Null if that would be a guess: before some were observed
 * to end, while the total is unknown, and when none has ended for a while.
 */
export function remainingMs(marks: readonly Mark[], total: number | null, nowMs: number): number | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last || total === null || last.ended >= total) return null;
  const done = last.ended - first.ended;
  const observedMs = nowMs - first.atMs;
  if (done < ENDED_BEFORE_ETA || observedMs < OBSERVED_BEFORE_ETA_MS) return null;
  if (stalledMs(marks, nowMs) !== null) return null;
  return ((total - last.ended) * observedMs) / done;
}

/** The time since the last one ended, from 30 s on; null before. */
function stalledMs(marks: readonly Mark[], nowMs: number): number | null {
  const last = marks.at(-1);
  const idleMs = last ? nowMs - last.atMs : 0;
  return idleMs >= STALLED_AFTER_MS ? idleMs : null;
}

/** The label while batches are processed: "~2 min 05 s left", "No batch finished for 40 s", or nothing. */
export function batchPace(marks: readonly Mark[], total: number | null, nowMs: number): string {
  const stalled = stalledMs(marks, nowMs);
  if (stalled !== null) return `No batch finished for ${formatElapsed(0, stalled)}`;
  return leftLabel(marks, total, nowMs);
}

/**
 * The label while the feed is read.
 *
 * @param expected the records of the last run of the source; null if there is none
 */
export function readingPace(marks: readonly Mark[], expected: number | null, nowMs: number): string {
  const stalled = stalledMs(marks, nowMs);
  if (stalled !== null) return `No record read for ${formatElapsed(0, stalled)}`;
  const left = leftLabel(marks, expected, nowMs);
  return left && `${left}, if the feed is as long as in the last run`;
}

function leftLabel(marks: readonly Mark[], total: number | null, nowMs: number): string {
  const left = remainingMs(marks, total, nowMs);
  return left === null ? '' : `~${formatElapsed(0, Math.max(1_000, roundedUp(left)))} left`;
}

/** Rounds the estimate, which is not exact: steps of five seconds, of ten from a minute on. */
function roundedUp(ms: number): number {
  const step = ms < 10_000 ? 1_000 : ms < 60_000 ? 5_000 : 10_000;
  return Math.ceil(ms / step) * step;
}
