import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import type { RunList } from '../api/merge-newest.ts';
import { keys, type Queries } from '../api/queries.ts';
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

test('a snapshot with more runs than a page of the list does not lengthen it', async () => {
  const queryClient = new QueryClient();
  const ids = Array.from({ length: 50 }, (_, n) => String(n).padStart(24, '0'));
  const page = (count: number): RunPage => ({
    items: ids.slice(0, count).map((runId) => makeRun({ runId })),
    nextCursor: 'more',
  });
  const query = { filters: NO_FILTERS, sort: NEWEST_FIRST, limit: 25 };
  queryClient.setQueryData<RunList>(keys.runList(query), { pages: [page(25)], pageParams: [null] });
  const queries = { runPage: async () => page(25) } as unknown as Queries;
  const subject = followRuns(queryClient, queries, query, () => undefined);
  subject.onMessage('snapshot', JSON.stringify(page(50)));
  expect(queryClient.getQueryData<RunList>(keys.runList(query))?.pages[0]?.items).toHaveLength(25);
  subject.stop();
});

test('what happens while a page is loaded is shown afterwards', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const queryClient = new QueryClient();
  const running = makeRun({ runId: 'b'.repeat(24) });
  const older = makeRun({ runId: 'a'.repeat(24), status: 'completed' });
  let respond: (page: RunPage) => void = () => undefined;
  const query = { filters: NO_FILTERS, sort: NEWEST_FIRST, limit: 1 };
  queryClient.setQueryData<RunList>(keys.runList(query), {
    pages: [{ items: [running], nextCursor: 'b' }],
    pageParams: [null],
  });
  const observer = new InfiniteQueryObserver(queryClient, {
    queryKey: keys.runList(query),
    queryFn: () =>
      new Promise<RunPage>((resolve) => {
        respond = resolve;
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RunPage) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unsubscribe = observer.subscribe(() => undefined);
  const subject = followRuns(
    queryClient,
    {
      runPage: async () => ({ items: [{ ...running, status: 'completed' }], nextCursor: 'b' }),
    } as unknown as Queries,
    query,
    () => undefined,
  );
  const loaded = observer.fetchNextPage();
  await vi.advanceTimersByTimeAsync(0);
  subject.onMessage(
    'run',
    JSON.stringify({ type: 'run.started', runId: 'c', at: '2026-11-24T12:01:00.000Z' }),
  );
  await vi.advanceTimersByTimeAsync(0);
  respond({ items: [older], nextCursor: null });
  await loaded;
  const statuses = () =>
    queryClient
      .getQueryData<RunList>(keys.runList(query))
      ?.pages.flatMap(({ items }) => items.map(({ status }) => status));
  expect(statuses()).toEqual(['running', 'completed']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(statuses()).toEqual(['completed', 'completed']);
  subject.stop();
  unsubscribe();
});
