import { HOUR_MS } from '@feedflow/shared/durations';
import { expect, test } from 'vitest';
import { axisTicks, bucketLabel, roundDuration } from './axis-labels.ts';

const start = Date.parse('2026-11-23T21:00:00Z');

function buckets(count: number, hours: number) {
  const at = (index: number) => new Date(start + index * hours * HOUR_MS).toISOString();
  return Array.from({ length: count }, (_, index) => ({ from: at(index), to: at(index + 1) }));
}

test.each([
  ['2026-11-24T12:00:00.000Z', '2026-11-24T12:30:00.000Z', '2026-11-24 12:00 to 12:30 UTC'],
  ['2026-11-24T12:00:00.000Z', '2026-11-25T00:00:00.000Z', '2026-11-24 12:00 to 00:00 UTC'],
  ['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z', '2026-11-24 UTC'],
  ['2026-11-18T00:00:00.000Z', '2026-11-25T00:00:00.000Z', '2026-11-18 to 2026-11-24 UTC'],
])('the bucket from %s to %s is called "%s"', (from, to, words) => {
  expect(bucketLabel({ from, to })).toBe(words);
});

test('labels buckets of a day by the time, of a week by the day', () => {
  const day = axisTicks(buckets(24, 1));
  expect(day.ticks).toHaveLength(24);
  expect(day.label('2026-11-23T21:00:00.000Z')).toBe('21:00');
  const week = axisTicks(buckets(56, 3));
  expect(week.ticks[0]).toBe('2026-11-24T00:00:00.000Z');
  expect(week.ticks).toHaveLength(7);
  expect(week.label('2026-11-24T00:00:00.000Z')).toBe('Nov 24');
  expect(axisTicks([]).ticks).toEqual([]);
});

test.each([
  [0, '0 ms'],
  [950, '950 ms'],
  [1_500, '1.5 s'],
  [80_000, '80 s'],
  [150_000, '2.5 min'],
  [9_000_000, '2.5 h'],
])('an axis shows %i ms as %s', (ms, text) => expect(roundDuration(ms)).toBe(text));
