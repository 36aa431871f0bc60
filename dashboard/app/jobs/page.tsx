import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { JobsView } from '../../components/jobs/jobs-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { jobFilterParsers, jobQueryOf } from '../../lib/jobs/job-filters.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Jobs' };

const loadFilters = createLoader(jobFilterParsers);

/** The imported jobs, rendered with the first page of those that are asked for. */
export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { size, ...filters } = await loadFilters(searchParams);
  const queryClient = createQueryClient();
  const queries = serverQueries();
  await Promise.all([
    queryClient.prefetchInfiniteQuery({ ...queries.jobList(jobQueryOf(filters, size).query), retry: false }),
    queryClient.prefetchQuery({ ...queries.sources(), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <JobsView />
    </HydrationBoundary>
  );
}
