import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { SourcesView } from '../../components/sources/sources-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Sources' };
export const dynamic = 'force-dynamic';

/** The sources, rendered with their current state. */
export default async function SourcesPage() {
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...serverQueries().sources(), retry: false });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SourcesView />
    </HydrationBoundary>
  );
}
