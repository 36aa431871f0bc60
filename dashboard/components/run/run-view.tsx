'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Grid, Stack, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { Run } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { followRun } from '../../lib/live/follow-run.ts';
import { shownError } from '../../lib/runs/feed-outcome.ts';
import { runTitle } from '../../lib/runs/title.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { UnknownRun } from '../layout/not-found.tsx';
import { ErrorAlert } from '../ui/error-alert.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { Attempts } from './attempts.tsx';
import { BatchOverview } from './batches/batch-overview.tsx';
import { Counters } from './counters.tsx';
import { EventLog } from './event-log.tsx';
import { Failures } from './failures.tsx';
import { FeedFacts } from './feed-facts.tsx';
import { RemovalNotice } from './removal-notice.tsx';
import { RunHeader } from './run-header.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunSkeleton } from './run-skeleton.tsx';
import { BatchTree } from './tree/batch-tree.tsx';
import { Warnings } from './warnings.tsx';

/** The page of one run, live. */
export function RunView({ runId }: { runId: string }) {
  const queryClient = useQueryClient();
  const run = useQuery(queries.run(runId));
  useFollow(useCallback(() => followRun(queryClient, queries, runId), [queryClient, runId]));

  if (run.data) return <RunBody run={run.data} readAtMs={run.dataUpdatedAt} />;
  if (run.isPending) return <RunSkeleton />;
  if (asFailure(run.error).status === 404) return <UnknownRun />;
  return <QueryFailure title="Could not load the run" query={run} />;
}

function RunBody({ run, readAtMs }: { run: Run; readAtMs: number }) {
  const stale = useLiveState().status === 'stale';
  const error = shownError(run);
  useDocumentTitle(`${runTitle(run)} · Feedflow`);
  return (
    <Stack gap="md" style={{ opacity: stale ? 0.6 : undefined }}>
      <RunAnnouncer run={run} />
      <RunHeader run={run} />
      {error && <ErrorAlert code={error.code}>{safeText(error.message, 1000)}</ErrorAlert>}
      <RemovalNotice run={run} />
      <RunProgress run={run} readAtMs={readAtMs} />
      <Counters run={run} />
      {run.attempts.length > 1 && <Attempts attempts={run.attempts} />}
      <BatchOverview run={run} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <BatchTree run={run} />
            <Failures run={run} />
            <EventLog run={run} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Warnings run={run} />
            <FeedFacts run={run} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

/** Announces once to screen readers that the run has ended. */
function RunAnnouncer({ run }: { run: Run }) {
  const wasRunning = useRef(run.status === 'running');
  if (run.status === 'running') wasRunning.current = true;
  const ended = wasRunning.current && run.status !== 'running';
  return (
    <VisuallyHidden role="status">
      {ended ? `Run ${run.status}: ${amountLabel(run.totalFetched, 'record')}.` : ''}
    </VisuallyHidden>
  );
}
