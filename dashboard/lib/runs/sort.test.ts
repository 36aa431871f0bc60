import { expect, test } from 'vitest';
import { columnSort, NEWEST_FIRST, RUN_SORTS, runSortOf } from './sort.ts';

test('accepts exactly the offered orders in the URL', () => {
  for (const { value } of RUN_SORTS) expect(runSortOf(value)).toBe(value);
  expect(runSortOf('sideways')).toBeNull();
});

test.each([
  ['startedAt', '-startedAt', 'startedAt', 'descending'],
  ['startedAt', 'startedAt', '-startedAt', 'ascending'],
  ['duration', '-startedAt', '-durationMs', 'none'],
  ['duration', '-durationMs', 'durationMs', 'descending'],
  ['duration', 'durationMs', '-durationMs', 'ascending'],
  ['failedJobs', '-startedAt', '-failedJobs', 'none'],
  ['failedJobs', '-failedJobs', NEWEST_FIRST, 'descending'],
] as const)('a click on %s with the order %s selects %s', (column, sort, next, now) => {
  expect(columnSort(column, sort)).toEqual({ next, now });
});

test('a column without an order is not clickable', () => {
  expect(columnSort('sourceName', NEWEST_FIRST)).toBeNull();
});
