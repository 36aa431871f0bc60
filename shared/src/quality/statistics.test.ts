import { expect, test } from 'vitest';
import { median, usualRange } from './statistics.ts';

const tenPercent = (middle: number) => middle / 10;

test('the median is the middle value, or the mean of both', () => {
  expect(median([])).toBeNull();
  expect(median([3])).toBe(3);
  expect(median([10, 1, 3])).toBe(3);
  expect(median([10, 1, 3, 5])).toBe(4);
});

test('one odd value in five changes neither the median nor the deviation much', () => {
  const { median: middle, high } = usualRange([100, 101, 99, 100, 1_000_000], () => 0) ?? {};
  expect(middle).toBe(100);
  expect(high).toBeCloseTo(100 + 4 * 1.4826);
});

test('fewer than five values give no range', () => {
  expect(usualRange([100, 100, 100, 100], tenPercent)).toBeNull();
  expect(usualRange([100, 100, 100, 100, 100], tenPercent)).not.toBeNull();
});

test('the range of values that are all the same is that of the floor', () => {
  expect(usualRange([100, 100, 100, 100, 100], tenPercent)).toEqual({ median: 100, low: 90, high: 110 });
  expect(usualRange([0, 0, 0, 0, 0], tenPercent)).toEqual({ median: 0, low: 0, high: 0 });
});

test('the range of values that vary is four scaled deviations, never below 0', () => {
  const range = usualRange([100, 110, 90, 120, 80], tenPercent);
  expect(range?.median).toBe(100);
  expect(range?.high).toBeCloseTo(100 + 4 * 1.4826 * 10);
  expect(usualRange([1, 9, 2, 8, 5], tenPercent)?.low).toBe(0);
});

test('only the newest 30 values count', () => {
  const values = [...Array<number>(30).fill(100), ...Array<number>(100).fill(5)];
  expect(usualRange(values, tenPercent)).toEqual({ median: 100, low: 90, high: 110 });
});
