import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { RunView } from '../../../components/run/run-view.tsx';
import { asFailure } from '../../../lib/api/failure.ts';
import { keys } from '../../../lib/api/queries.ts';
import { createQueryClient } from '../../../lib/api/query-client.ts';
import type { Run } from '../../../lib/api/types.ts';
import { runTitle } from '../../../lib/runs/title.ts';
import { serverQueries } from '../../../server/queries.ts';

interface Params {
  params: Promise<{ runId: string }>;
}

const UNKNOWN = 'unknown';

/** Reads the run once per request, for the title and the page; null if that fails. */
const readRun = cache(async (runId: string): Promise<Run | typeof UNKNOWN | null> => {
  const query = serverQueries().run(runId);
  try {
    return await createQueryClient().fetchQuery({ ...query, retry: false });
  } catch (error) {
    const { status } = asFailure(error);
    return status === 404 || status === 400 ? UNKNOWN : null;
  }
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const run = await readRun(decodeURIComponent((await params).runId));
  if (run === UNKNOWN) return { title: 'Run not found' };
  return { title: run ? runTitle(run) : 'Run' };
}

/** One run, rendered with its details and the size of its tree. */
export default async function RunPage({ params }: Params) {
  const runId = decodeURIComponent((await params).runId);
  const run = await readRun(runId);
  if (run === UNKNOWN) notFound();
  const queryClient = createQueryClient();
  if (run) {
    queryClient.setQueryData(keys.run(runId), run);
    await queryClient.prefetchQuery({
      ...serverQueries().batchCounts(runId, { attempt: null, reason: null }),
      retry: false,
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunView runId={runId} />
    </HydrationBoundary>
  );
}
