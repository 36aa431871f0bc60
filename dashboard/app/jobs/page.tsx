import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { createLoader, type SearchParams } from 'nuqs/server';
import { JobsView } from '../../components/jobs/jobs-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { JOB_COLUMNS_COOKIE } from '../../lib/jobs/job-columns.ts';
import { jobFilterParsers, jobQueryOf } from '../../lib/jobs/job-filters.ts';
import { pageSizeOf } from '../../lib/lists/page-size.ts';
import { pageSizeFromCookie } from '../../server/page-size-cookie.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Jobs' };

const loadFilters = createLoader(jobFilterParsers);

/** The imported jobs, rendered with the first page of the filtered list. */
export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { size, sort, ...filters } = await loadFilters(searchParams);
  const rememberedSize = await pageSizeFromCookie();
  const rememberedColumns = (await cookies()).get(JOB_COLUMNS_COOKIE)?.value ?? null;
  const queryClient = createQueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...serverQueries().jobList(jobQueryOf(filters, sort, pageSizeOf(size, rememberedSize)).query),
    retry: false,
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <JobsView rememberedSize={rememberedSize} rememberedColumns={rememberedColumns} />
    </HydrationBoundary>
  );
}
