/*
 * Statistics that a few odd values do not change. Without imports: browsers load it.
 */

/** Of fewer values nothing is said to be usual. */
export const MIN_SAMPLE = 5;
export const MAX_SAMPLE = 30;

/** The median absolute deviation of normally distributed values, times this, is their standard deviation. */
const MAD_SCALE = 1.4826;
const DEVIATIONS = 4;

export interface UsualRange {
  median: number;
  low: number;
  high: number;
}

/** @returns null for no values */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The median of the distances from the median. @returns null for no values */
function medianDeviation(values: readonly number[]): number | null {
  const middle = median(values);
  return middle === null ? null : median(values.map((value) => Math.abs(value - middle)));
}

/**
 * What is usual by the last values: the median, and four standard deviations below and above it.
 *
 * @param values the newest first; the first 30 count
 * @param floorOf the least distance from the median, by the median
 * @returns null for fewer than 5 values
 */
export function usualRange(
  values: readonly number[],
  floorOf: (median: number) => number,
): UsualRange | null {
  const sample = values.slice(0, MAX_SAMPLE);
  const middle = median(sample);
  const deviation = medianDeviation(sample);
  if (sample.length < MIN_SAMPLE || middle === null || deviation === null) return null;
  const distance = Math.max(DEVIATIONS * MAD_SCALE * deviation, floorOf(middle));
  return { median: middle, low: Math.max(0, middle - distance), high: middle + distance };
}
