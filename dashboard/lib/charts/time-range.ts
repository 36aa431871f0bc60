import { DAY_MS, HOUR_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { parseAsString } from 'nuqs/server';
import type { Span } from '../api/types.ts';
import { RANGES } from '../runs/filters.ts';
import { spanLabel, timestampMs } from './timestamp.ts';

/** A time range: relative to now, or between two fixed timestamps (ms since 1970). */
export type TimeRange = { range: string } | { fromMs: number; toMs: number };

/** A time range as URL parameters. */
export interface TimeRangeUrl {
  range: string | null;
  from: string | null;
  to: string | null;
}

const UNIT_MS: Record<string, number> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
/** The longest range that the API accepts. */
const MAX_SPAN_MS = 3_660 * DAY_MS;

const DEFAULT_RANGE = '24h';

const pushed = parseAsString.withOptions({ history: 'push' });
export const timeRangeParsers = { range: pushed, from: pushed, to: pushed };

/** The range in the URL; the last 24 hours if there is none or it is invalid. */
export function timeRangeFromUrl({ range, from, to }: TimeRangeUrl): {
  range: TimeRange;
  /** The invalid value; null if the URL is valid. */
  unknown: string | null;
} {
  if (from !== null || to !== null) {
    const [fromMs, toMs] = [timestampMs(from), timestampMs(to)];
    if (fromMs !== null && toMs !== null && isSpan(fromMs, toMs))
      return { range: { fromMs, toMs }, unknown: null };
    return { range: { range: DEFAULT_RANGE }, unknown: `${from ?? '…'} to ${to ?? '…'}` };
  }
  if (range === null || RANGES.some(({ value }) => value === range))
    return { range: { range: range ?? DEFAULT_RANGE }, unknown: null };
  return { range: { range: DEFAULT_RANGE }, unknown: range };
}

export function timeRangeToUrl(range: TimeRange): TimeRangeUrl {
  if ('range' in range)
    return { range: range.range === DEFAULT_RANGE ? null : range.range, from: null, to: null };
  return { range: null, from: inUrl(range.fromMs), to: inUrl(range.toMs) };
}

export function toSpan(range: TimeRange): Span {
  return 'range' in range
    ? { from: `now-${range.range}`, to: null }
    : { from: inUrl(range.fromMs), to: inUrl(range.toMs) };
}

/** The start and end of the range at `nowMs`. */
export function boundsMs(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  return 'range' in range ? { fromMs: nowMs - lengthMs(range.range), toMs: nowMs } : range;
}

/**
 * The next larger range: for a relative range the next one offered, for a custom range twice its length around its
 * middle, but not past now. Null if there is none.
 */
export function zoomedOut(range: TimeRange, nowMs: number): TimeRange | null {
  if ('range' in range) {
    const next = RANGES.find(({ value }) => lengthMs(value) > lengthMs(range.range));
    return next ? { range: next.value } : null;
  }
  const lengthNow = range.toMs - range.fromMs;
  const length = Math.min(2 * lengthNow, MAX_SPAN_MS);
  if (length <= lengthNow) return null;
  const toMs = Math.max(range.toMs, Math.min(nowMs, range.toMs + lengthNow / 2));
  return { fromMs: wholeSecond(toMs - length), toMs: wholeSecond(toMs) };
}

/** "Last 24 hours", "2026-11-24 12:00 to 18:30 UTC". */
export function rangeLabel(range: TimeRange): string {
  if ('range' in range) return RANGES.find(({ value }) => value === range.range)?.label ?? range.range;
  return spanLabel(range.fromMs, range.toMs);
}

/** Converts a timestamp to the value of a datetime-local input in UTC, and back; null for an empty input. */
export function toInput(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16);
}
export function fromInput(value: string): number | null {
  return timestampMs(`${value}Z`);
}

/** Whether two timestamps form a valid range: at least a second, and not longer than the API accepts. */
export function isSpan(fromMs: number, toMs: number): boolean {
  return wholeSecond(fromMs) < wholeSecond(toMs) && toMs - fromMs <= MAX_SPAN_MS;
}

/** "2026-11-24T12:00:00Z". */
function inUrl(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

function lengthMs(range: string): number {
  return Number.parseInt(range, 10) * (UNIT_MS[range.slice(-1)] ?? 0);
}
