import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { SystemView } from '../../components/system/system-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { auditFilterParsers } from '../../lib/system/audit-filters.ts';
import { version } from '../../package.json';
import { serverQueries } from '../../server/queries.ts';
import { shownSettings } from '../../server/settings.ts';

export const metadata: Metadata = { title: 'System' };

const loadFilters = createLoader(auditFilterParsers);

/** The state of the installation and its audit log. */
export default async function SystemPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadFilters(searchParams);
  const queryClient = createQueryClient();
  const queries = serverQueries();
  await Promise.all([
    queryClient.prefetchQuery({ ...queries.health(), retry: false }),
    queryClient.prefetchQuery({ ...queries.settings(), retry: false }),
    queryClient.prefetchInfiniteQuery({ ...queries.audit(filters), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SystemView dashboardVersion={version} dashboardSettings={shownSettings()} />
    </HydrationBoundary>
  );
}
