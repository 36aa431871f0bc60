import { MINUTE_MS } from '@feedflow/shared/durations';
import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';

const series = (values: number[]) => values.map((value, minute) => ({ atMs: minute * MINUTE_MS, value }));

test('a series that grows by one a minute grows by 60 an hour', () => {
  const growth = growthOf(series(Array.from({ length: 60 }, (_, minute) => 100 + minute)));
  expect(growth?.perHour).toBeCloseTo(60);
  expect(growth?.last).toBeGreaterThan(growth?.first ?? 0);
});

test('neither a warm-up nor single peaks count as growth', () => {
  const values = Array.from({ length: 60 }, (_, minute) => (minute < 10 ? minute * 10 : 100));
  values[30] = 1_000;
  values[58] = 1_000;
  expect(growthOf(series(values))).toMatchObject({ first: 100, middle: 100, last: 100, perHour: 0 });
});

test('a series that levels off has its middle near its end', () => {
  const growth = growthOf(series(Array.from({ length: 60 }, (_, minute) => 100 - 100 / (minute + 1))));
  if (!growth) throw new RangeError('no growth');
  expect(growth.last - growth.middle).toBeLessThan((growth.middle - growth.first) / 2);
});

test('a few points say nothing', () => {
  expect(growthOf(series([1, 2, 3]))).toBeNull();
});
