import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import type { Queries } from '../api/queries.ts';
import type { RunPage } from '../api/types.ts';
import { NO_FILTERS } from '../runs/filters.ts';
import { NEWEST_FIRST, type RunSort } from '../runs/sort.ts';
import { followRuns } from './follow-runs.ts';

const ended = makeRun({ status: 'completed', finishedAt: '2026-11-24T12:05:00.000Z' });
const newest: RunPage = { items: [ended], nextCursor: null };

function followed(sort: RunSort) {
  const newestRuns = vi.fn(async () => newest);
  const queries = { runPage: async () => ({ items: [], nextCursor: null }), newestRuns };
  const onEnded = vi.fn();
  const query = { filters: NO_FILTERS, sort, limit: 50 };
  const subject = followRuns(new QueryClient(), queries as unknown as Queries, query, onEnded);
  return { subject, onEnded, newestRuns };
}

test('without a stream, a list that is not sorted by newest first learns of ended runs too', async () => {
  const { subject, onEnded } = followed('-failedJobs');
  await subject.poll();
  expect(onEnded).toHaveBeenCalledWith([expect.objectContaining({ runId: ended.runId })]);
});

test('the list of the newest runs needs no second request', async () => {
  const { subject, onEnded, newestRuns } = followed(NEWEST_FIRST);
  await subject.poll();
  expect(onEnded).not.toHaveBeenCalled();
  expect(newestRuns).not.toHaveBeenCalled();
});
