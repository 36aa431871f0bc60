import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { RunsView } from '../../components/runs/runs-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { filtersFromUrl, runFilterParsers } from '../../lib/run-filters.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Runs' };

const loadFilters = createLoader(runFilterParsers);

/** The list of runs, rendered with its first page. Where that fails the browser tries again and says why. */
export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { filters } = filtersFromUrl(await loadFilters(searchParams));
  const queryClient = createQueryClient();
  const queries = serverQueries();
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...queries.runList(filters), retry: false }),
    queryClient.prefetchQuery({ ...queries.sources(), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunsView />
    </HydrationBoundary>
  );
}
