'use client';

import { Grid, GridCol, Skeleton, Stack } from '@mantine/core';
import { type UseQueryResult, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { SourceDetails, SourceQuality } from '../../lib/api/types.ts';
import { followSource } from '../../lib/live/follow-source.ts';
import { churnOver } from '../../lib/sources/quality.ts';
import { lastRunsOf } from '../../lib/sources/source-page.ts';
import { CHART_HEIGHT_PX } from '../charts/chart-height.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { UnknownSource } from '../layout/not-found.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { LastRuns } from './last-runs.tsx';
import { QualityRules } from './quality-rules.tsx';
import { SourceFacts } from './source-facts.tsx';
import { SourceFailures } from './source-failures.tsx';
import { SourceFields } from './source-fields.tsx';
import { SourceHeader } from './source-header.tsx';
import { SourceHistory } from './source-history.tsx';
import { SourceReasons } from './source-reasons.tsx';
import { ValueMaps } from './value-maps.tsx';

// Loaded on demand: forms and previews are rarely opened.
const SourceDrawer = dynamic(
  () => import('../sources/source-drawer.tsx').then((module) => module.SourceDrawer),
  { ssr: false },
);
// recharts is the largest part of the page: nothing waits for it.
const OpenJobsChart = dynamic(() => import('./open-jobs-chart.tsx').then((module) => module.OpenJobsChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT_PX} />,
});
const ChurnChart = dynamic(() => import('./churn-chart.tsx').then((module) => module.ChurnChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT_PX} />,
});
const RunChart = dynamic(() => import('../runs/run-chart.tsx').then((module) => module.RunChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT_PX} />,
});

/** One source, live: its health, settings, last runs, failures, and what was changed. */
export function SourceView({ name }: { name: string }) {
  const queryClient = useQueryClient();
  const source = useQuery(queries.source(name));
  const [editing, setEditing] = useState(false);
  useFollow(useCallback(() => followSource(queryClient, queries, name), [queryClient, name]));
  return (
    <>
      <SourceBody name={name} source={source} onEdit={() => setEditing(true)} />
      {/* Beside the page: what was typed is kept where someone else renames or deletes the source. */}
      {source.data && (
        <SourceDrawer opened={editing} source={source.data} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

function SourceBody({
  name,
  source,
  onEdit,
}: {
  name: string;
  source: UseQueryResult<SourceDetails>;
  onEdit: () => void;
}) {
  const quality = useQuery(queries.sourceQuality(name));
  const list = useInfiniteQuery(queries.runList(lastRunsOf(name)));
  const stale = useLiveState().status === 'stale';
  if (source.isError && asFailure(source.error).status === 404) return <UnknownSource />;
  if (source.isError && !source.data) {
    return <QueryFailure title="Could not load the source" query={source} />;
  }
  if (!source.data) return <Skeleton height={480} role="status" aria-label="Loading source" />;
  const runs = list.data?.pages[0]?.items ?? [];
  return (
    <Stack gap="md" style={{ opacity: stale ? 0.6 : undefined }}>
      <SourceHeader source={source.data} onEdit={onEdit} />
      {quality.data && <SourceReasons quality={quality.data} />}
      <Grid gap="md">
        <GridCol span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            {list.isError && !list.data && <QueryFailure title="Could not load the runs" query={list} />}
            {list.data && <LastRuns name={name} runs={runs} />}
            {runs.length > 0 && <RunChart runs={runs} newestFirst />}
            {quality.isError && !quality.data && (
              <QueryFailure title="Could not load the quality" query={quality} />
            )}
            {quality.data && <Figures quality={quality.data} updatedAt={quality.dataUpdatedAt} />}
            <SourceFailures runs={runs} />
            <ValueMaps source={source.data} />
          </Stack>
        </GridCol>
        <GridCol span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <SourceFacts source={source.data} />
            <QualityRules source={source.data} />
          </Stack>
        </GridCol>
      </Grid>
      <SourceHistory name={name} />
    </Stack>
  );
}

/** What a source had at each of its last runs: open jobs, changes and fields. @param updatedAt ms since 1970 */
function Figures({ quality, updatedAt }: { quality: SourceQuality; updatedAt: number }) {
  if (quality.points.length === 0) return null;
  return (
    <>
      <OpenJobsChart quality={quality} now={new Date(updatedAt).toISOString()} />
      {churnOver(quality.points).length > 0 && <ChurnChart quality={quality} />}
      <SourceFields quality={quality} />
    </>
  );
}
