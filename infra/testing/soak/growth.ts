import { HOUR_MS } from '@feedflow/shared/durations';
import { median } from '../../bench/median.ts';

/** Values of one thing over time. */
export interface Series {
  /** Such as "worker-1 memory". */
  name: string;
  unit: string;
  points: { atMs: number; value: number }[];
}

/**
 * How a series grew: medians of its first, middle and last quarter, and the slope between the first and the last per
 * hour. What grows less and less has its middle nearer to the last.
 */
export interface Growth {
  first: number;
  middle: number;
  last: number;
  perHour: number;
}

/** What happens once, such as the fill of caches, is over after this share of the time. */
const WARM_UP_SHARE = 0.2;
const MIN_POINTS = 8;

/**
 * How a series grew after a warm-up, by the medians of quarters: single peaks, such as those of a
 * garbage collection, do not count.
 *
 * @returns null with fewer than 8 points after the warm-up
 */
export function growthOf(points: Series['points']): Growth | null {
  const settled = points.slice(Math.floor(points.length * WARM_UP_SHARE));
  if (settled.length < MIN_POINTS) return null;
  const quarter = Math.floor(settled.length / 4);
  const early = settled.slice(0, quarter);
  const between = Math.floor((settled.length - quarter) / 2);
  const middle = median(settled.slice(between, between + quarter).map(({ value }) => value));
  const late = settled.slice(-quarter);
  const first = median(early.map(({ value }) => value));
  const last = median(late.map(({ value }) => value));
  const hours = (median(late.map(({ atMs }) => atMs)) - median(early.map(({ atMs }) => atMs))) / HOUR_MS;
  return { first, middle, last, perHour: (last - first) / hours };
}
