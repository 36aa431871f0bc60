import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { OverviewView } from '../components/overview/overview-view.tsx';
import { createQueryClient } from '../lib/api/query-client.ts';
import { timeRangeFromUrl, timeRangeParsers, toSpan } from '../lib/charts/time-range.ts';
import { serverQueries } from '../server/queries.ts';

// The template of the layout does not apply to the page beside it.
export const metadata: Metadata = { title: { absolute: 'Overview · Feedflow' } };

const loadTimeRange = createLoader(timeRangeParsers);

/** The start page, rendered with the attention items and the statistics of the time range. */
export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { range } = timeRangeFromUrl(await loadTimeRange(searchParams));
  const queryClient = createQueryClient();
  const queries = serverQueries();
  await Promise.all([
    queryClient.prefetchQuery({ ...queries.health(), retry: false }),
    queryClient.prefetchQuery({ ...queries.sources(), retry: false }),
    queryClient.prefetchQuery({ ...queries.runningRuns(), retry: false }),
    queryClient.prefetchQuery({ ...queries.troubledRuns(), retry: false }),
    queryClient.prefetchQuery({ ...queries.latestRuns(), retry: false }),
    queryClient.prefetchQuery({ ...queries.acknowledgements(), retry: false }),
    queryClient.prefetchQuery({ ...queries.runStats(toSpan(range)), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OverviewView />
    </HydrationBoundary>
  );
}
