import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { JobsView } from '../../components/jobs/jobs-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { jobFilterParsers, jobQueryOf } from '../../lib/jobs/job-filters.ts';
import { pageSizeOf } from '../../lib/lists/page-size.ts';
import { pageSizeFromCookie } from '../../server/page-size-cookie.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Jobs' };

const loadFilters = createLoader(jobFilterParsers);

/** The imported jobs, rendered with the first page of the filtered list. */
export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { size, ...filters } = await loadFilters(searchParams);
  const rememberedSize = await pageSizeFromCookie();
  const queryClient = createQueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...serverQueries().jobList(jobQueryOf(filters, pageSizeOf(size, rememberedSize)).query),
    retry: false,
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <JobsView rememberedSize={rememberedSize} />
    </HydrationBoundary>
  );
}
