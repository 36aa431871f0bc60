'use client';

import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { keys } from '../../lib/api/queries.ts';
import type { JobQuery } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import {
  activeJobFilterCount,
  type JobFilters,
  jobFilterParsers,
  jobQueryOf,
  NO_JOB_FILTERS,
} from '../../lib/jobs/job-filters.ts';
import { pageSizeOf } from '../../lib/lists/page-size.ts';
import { followJobs } from '../../lib/live/follow-jobs.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { PageSize } from '../ui/page-size.tsx';
import { reloadList } from '../ui/reload-list.ts';
import { UnknownFilter } from '../ui/unknown-filter.tsx';
import { UpdatePill } from '../ui/update-pill.tsx';
import { useEndedRuns } from '../ui/use-ended-runs.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobTable } from './job-table.tsx';
import { JobTableSkeleton } from './job-table-skeleton.tsx';
import { NoJobs, NoneMatch, Refused, refusalOf } from './no-jobs.tsx';

const TYPED = ['text', 'company', 'location'] as const;

/** The imported jobs, to search and browse. */
export function JobsView({ rememberedSize }: { rememberedSize: number | null }) {
  const [{ size, ...filters }, setUrl] = useQueryStates(jobFilterParsers);
  const { query, unknown } = jobQueryOf(filters, pageSizeOf(size, rememberedSize));
  const updates = useUpdates(query);
  const stale = useLiveState().status === 'stale';
  const list = useInfiniteQuery({ ...queries.jobList(query), placeholderData: keepPreviousData });
  const jobs = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = activeJobFilterCount(filters) > 0;
  const change = (changed: Partial<JobFilters>) => {
    // Typing on in a field is one history entry, not one per pause.
    const typing = TYPED.some((name) => changed[name] && filters[name]);
    void setUrl(changed, { history: typing ? 'replace' : 'push' });
  };
  const clear = () => void setUrl(NO_JOB_FILTERS);
  return (
    <Stack gap="md">
      <Title order={1}>Jobs</Title>
      {unknown && <UnknownFilter value={unknown} onClose={clear} />}
      <Paper>
        <UpdatePill {...updates} />
        <JobFilterBar filters={filters} onChange={change} onClear={clear} />
        {list.isPending && <JobTableSkeleton />}
        {list.isError && <LoadFailure list={list} onChange={change} />}
        {list.data && !list.isError && (
          <div style={{ opacity: list.isPlaceholderData || stale ? 0.6 : undefined }}>
            {jobs.length > 0 && <JobTable jobs={jobs} />}
            {jobs.length === 0 && (filtered ? <NoneMatch onClear={clear} /> : <NoJobs />)}
          </div>
        )}
        {jobs.length > 0 && !list.isError && (
          <Group justify="center" gap="md" p="sm">
            <Text size="sm" c="dimmed" role="status">
              Showing {list.hasNextPage ? '' : 'all '}
              {formatAmount(jobs.length, 'job')}
            </Text>
            {list.hasNextPage && (
              <Button
                variant="default"
                size="xs"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                Load more
              </Button>
            )}
            <PageSize of="Jobs" size={query.limit} onChange={(chosen) => void setUrl({ size: chosen })} />
          </Group>
        )}
      </Paper>
    </Stack>
  );
}

/** Imports that changed jobs since the list was read: the rows stay until the user refreshes. */
function useUpdates(query: JobQuery) {
  const { source, runId } = query;
  const queryClient = useQueryClient();
  const { ended, onEnded, reset } = useEndedRuns(
    JSON.stringify(query),
    (run) => run.changedJobs && (!source || run.sourceName === source) && (!runId || run.runId === runId),
  );
  useFollow(useCallback(() => followJobs(queries, onEnded), [onEnded]));
  return {
    label: ended > 0 ? `${formatAmount(ended, 'import')} changed jobs: refresh` : null,
    icon: 'refresh' as const,
    onShow() {
      reset();
      void reloadList(queryClient, keys.jobList(query));
    },
  };
}

function LoadFailure({
  list,
  onChange,
}: {
  list: { error: unknown; isFetching: boolean; refetch: () => unknown };
  onChange: (change: Partial<JobFilters>) => void;
}) {
  const refusal = refusalOf(asFailure(list.error));
  if (refusal) return <Refused refusal={refusal} onChange={onChange} />;
  return (
    <FailureNotice
      title="Could not load the jobs"
      error={list.error}
      retry={() => void list.refetch()}
      retrying={list.isFetching}
    />
  );
}
