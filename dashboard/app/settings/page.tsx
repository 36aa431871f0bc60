import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { SettingsView } from '../../components/settings/settings-view.tsx';
import { createQueryClient } from '../../lib/api/query-client.ts';
import { version } from '../../package.json';
import { serverQueries } from '../../server/queries.ts';

export const metadata: Metadata = { title: 'Settings' };

/** The state of the installation and its audit log. */
export default async function SettingsPage() {
  const queryClient = createQueryClient();
  const queries = serverQueries();
  await Promise.all([
    queryClient.prefetchQuery({ ...queries.health(), retry: false }),
    queryClient.prefetchInfiniteQuery({ ...queries.audit(), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsView dashboardVersion={version} />
    </HydrationBoundary>
  );
}
