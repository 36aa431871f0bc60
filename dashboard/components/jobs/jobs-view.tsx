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
  type JobFilters,
  jobFilterParsers,
  jobFiltersOn,
  jobQueryOf,
  NO_JOB_FILTERS,
} from '../../lib/jobs/job-filters.ts';
import { pageSizeOf } from '../../lib/lists/page-size.ts';
import { followJobs } from '../../lib/live/follow-jobs.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { NewsPill } from '../ui/news-pill.tsx';
import { PageSize } from '../ui/page-size.tsx';
import { readAnew } from '../ui/read-anew.ts';
import { UnknownFilter } from '../ui/unknown-filter.tsx';
import { useEndedRuns } from '../ui/use-ended-runs.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobTable } from './job-table.tsx';
import { JobTableSkeleton } from './job-table-skeleton.tsx';
import { NoJobs, NoneMatch, Refused, refusalOf } from './no-jobs.tsx';

const TYPED = ['text', 'company', 'location'] as const;

/** The jobs that were imported, to search and to browse. */
export function JobsView({ rememberedSize }: { rememberedSize: number | null }) {
  const [{ size, ...filters }, setUrl] = useQueryStates(jobFilterParsers);
  const { query, unknown } = jobQueryOf(filters, pageSizeOf(size, rememberedSize));
  const news = useNews(query);
  const stale = useLiveState().status === 'stale';
  const list = useInfiniteQuery({ ...queries.jobList(query), placeholderData: keepPreviousData });
  const jobs = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = jobFiltersOn(filters) > 0;
  const change = (changed: Partial<JobFilters>) => {
    // A word that is typed on is one step for Back, not one per pause.
    const goesOn = TYPED.some((name) => changed[name] && filters[name]);
    void setUrl(changed, { history: goesOn ? 'replace' : 'push' });
  };
  const clear = () => void setUrl(NO_JOB_FILTERS);
  return (
    <Stack gap="md">
      <Title order={1}>Jobs</Title>
      {unknown && <UnknownFilter asked={unknown} onClose={clear} />}
      <Paper>
        <NewsPill {...news} />
        <JobFilterBar filters={filters} onChange={change} onClear={clear} />
        {list.isPending && <JobTableSkeleton />}
        {list.isError && <NotRead list={list} onChange={change} />}
        {list.data && !list.isError && (
          <div style={{ opacity: list.isPlaceholderData || stale ? 0.6 : undefined }}>
            {jobs.length > 0 && <JobTable jobs={jobs} />}
            {jobs.length === 0 && (filtered ? <NoneMatch onClear={clear} /> : <NoJobs />)}
          </div>
        )}
        {jobs.length > 0 && !list.isError && (
          <Group justify="center" gap="md" p="sm">
            <Text size="sm" c="dimmed" role="status">
              {formatAmount(jobs.length, 'job')} shown{list.hasNextPage ? '' : ', all there are'}
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

/** Imports that changed jobs since the list was read: its rows stay until they are asked for. */
function useNews(query: JobQuery) {
  const { source, runId } = query;
  const queryClient = useQueryClient();
  const { ended, note, forget } = useEndedRuns(
    JSON.stringify(query),
    (run) => run.changedJobs && (!source || run.sourceName === source) && (!runId || run.runId === runId),
  );
  useFollow(useCallback(() => followJobs(queries, note), [note]));
  return {
    news: ended > 0 ? `${formatAmount(ended, 'import')} changed jobs: read again` : null,
    icon: 'again' as const,
    onShow() {
      forget();
      void readAnew(queryClient, keys.jobList(query));
    },
  };
}

function NotRead({
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
      title="The jobs cannot be read"
      error={list.error}
      retry={() => void list.refetch()}
      retrying={list.isFetching}
    />
  );
}
