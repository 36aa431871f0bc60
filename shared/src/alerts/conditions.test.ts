import { expect, test } from 'vitest';
import { noCounters } from '../model/run.ts';
import { endedBy } from './conditions.ts';

const run = {
  runId: 'r',
  attempt: 1,
  sourceName: 'acme',
  error: null,
  removal: null,
  http: null,
  ...noCounters,
};

test.each([
  ['completed', ['run-failed', 'feed-shrank']],
  // It did not look for missing jobs.
  ['partial', ['run-failed']],
] as const)('a %s run ends what it can know of', (status, ended) => {
  const before = ['run-failed', 'feed-shrank', 'quality'] as const;
  expect(endedBy({ ...run, status }, before, new Map())).toEqual({
    ended,
    message: 'acme is imported again: 0 of 0 records of its last run',
  });
});

test('a feed that has not changed has no records that its recovery could name', () => {
  const unchanged = { ...run, status: 'completed', http: { notModified: true } } as const;
  const { message } = endedBy(unchanged, ['run-failed'], new Map());
  expect(message).toBe('acme is imported again: its feed has not changed since it was last read');
});

test('the end of jobs that were held back is no news of its own', () => {
  const end = endedBy({ ...run, status: 'completed' }, ['feed-shrank'], new Map());
  expect(end).toEqual({ ended: ['feed-shrank'], message: null });
});
