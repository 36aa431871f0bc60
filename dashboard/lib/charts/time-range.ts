import { parseAsString } from 'nuqs/server';
import type { Span } from '../api/types.ts';
import { RANGES } from '../runs/filters.ts';
import { momentMs, spanInWords } from './moment.ts';

/** A time to look at: a span back from now, which moves on with it, or two fixed moments. */
export type TimeRange = { range: string } | { fromMs: number; toMs: number };

/** How a range stands in the URL. */
export interface TimeRangeUrl {
  range: string | null;
  from: string | null;
  to: string | null;
}

const MINUTE_MS = 60_000;
const UNIT_MS: Record<string, number> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1_440 * MINUTE_MS };
/** What the API answers at most. */
const MAX_SPAN_MS = 3_660 * 1_440 * MINUTE_MS;

const DEFAULT_RANGE = '24h';

const pushed = parseAsString.withOptions({ history: 'push' });
export const timeRangeParsers = { range: pushed, from: pushed, to: pushed };

/** The range that the URL asks for, the last 24 hours where it asks for none or for one that cannot be. */
export function timeRangeFromUrl({ range, from, to }: TimeRangeUrl): {
  range: TimeRange;
  /** What was asked for and cannot be; null where all is well. */
  unknown: string | null;
} {
  if (from !== null || to !== null) {
    const [fromMs, toMs] = [momentMs(from), momentMs(to)];
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

/** Where it begins and ends, were it `nowMs`. */
export function boundsMs(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  return 'range' in range ? { fromMs: nowMs - lengthMs(range.range), toMs: nowMs } : range;
}

/**
 * The next larger one: of ranges back from now the next that is offered, of others the double around its
 * middle, never past now. Null where there is none.
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
export function rangeInWords(range: TimeRange): string {
  if ('range' in range) return RANGES.find(({ value }) => value === range.range)?.label ?? range.range;
  return spanInWords(range.fromMs, range.toMs);
}

/** A moment as an input of type datetime-local has it, in UTC, and back; null where it holds none. */
export function toInput(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16);
}
export function fromInput(value: string): number | null {
  return momentMs(`${value}Z`);
}

/** Whether two moments make a range: in order, and no longer than the API takes. */
export function isSpan(fromMs: number, toMs: number): boolean {
  return fromMs < toMs && toMs - fromMs <= MAX_SPAN_MS;
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
