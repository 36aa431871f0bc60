import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { RunsView } from '../../components/runs/runs-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { runListFromUrl, runListParsers } from '../../lib/runs/filters.ts';
import { pageSizeFromCookie } from '../../server/page-size-cookie.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Runs' };

const loadList = createLoader(runListParsers);

/** The list of runs, rendered with its first page. If that fails, the browser tries again and shows the error. */
export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const rememberedSize = await pageSizeFromCookie();
  const { query } = runListFromUrl(await loadList(searchParams), rememberedSize);
  const queryClient = createQueryClient();
  await queryClient.prefetchInfiniteQuery({ ...serverQueries().runList(query), retry: false });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunsView rememberedSize={rememberedSize} />
    </HydrationBoundary>
  );
}
