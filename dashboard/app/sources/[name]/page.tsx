import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SourceView } from '../../../components/source/source-view.tsx';
import { asFailure } from '../../../lib/api/failure.ts';
import { createQueryClient } from '../../../lib/api/query-client.ts';
import { safeText } from '../../../lib/format/text.ts';
import { lastRunsOf, settingsHistoryOf } from '../../../lib/sources/source-page.ts';
import { serverQueries } from '../../../server/queries.ts';

interface Params {
  params: Promise<{ name: string }>;
}

export const dynamic = 'force-dynamic';

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: safeText(decodeURIComponent((await params).name), 60) };
}

/** One source, rendered with its state, its quality, its last runs and the history of its settings. */
export default async function SourcePage({ params }: Params) {
  const name = decodeURIComponent((await params).name);
  const queryClient = createQueryClient();
  const queries = serverQueries();
  const [source] = await Promise.allSettled([
    queryClient.fetchQuery({ ...queries.source(name), retry: false }),
    queryClient.prefetchInfiniteQuery({ ...queries.runList(lastRunsOf(name)), retry: false }),
    queryClient.prefetchQuery({ ...queries.sourceQuality(name), retry: false }),
    queryClient.prefetchInfiniteQuery({ ...queries.audit(settingsHistoryOf(name)), retry: false }),
  ]);
  if (source.status === 'rejected') {
    const { status } = asFailure(source.reason);
    if (status === 404 || status === 400) notFound();
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SourceView name={name} />
    </HydrationBoundary>
  );
}
