'use client';

import { Alert, Button, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import {
  type JobFilters,
  jobFilterParsers,
  jobFiltersOn,
  jobQueryOf,
  NO_JOB_FILTERS,
  PAGE_SIZES,
} from '../../lib/jobs/job-filters.ts';
import { FailureNotice } from '../show/failure-notice.tsx';
import { IconInfoCircle } from '../show/icons.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobTable } from './job-table.tsx';
import { JobTableSkeleton } from './job-table-skeleton.tsx';
import { NoJobs, NoneMatch, Refused, refusalOf } from './no-jobs.tsx';

const TYPED = ['text', 'company', 'location'] as const;

/** The jobs that were imported, to search and to browse. */
export function JobsView() {
  const [{ size, ...filters }, setUrl] = useQueryStates(jobFilterParsers);
  const { query, unknown } = jobQueryOf(filters, size);
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
      {unknown && (
        <Alert color="yellow" variant="light" icon={<IconInfoCircle aria-hidden="true" />}>
          The address asks for “{safeText(unknown, 60)}”, which is no filter, so it is not used.
        </Alert>
      )}
      <Paper>
        <JobFilterBar filters={filters} onChange={change} onClear={clear} />
        {list.isPending && <JobTableSkeleton />}
        {list.isError && <NotRead list={list} onChange={change} />}
        {list.data && !list.isError && (
          <div style={{ opacity: list.isPlaceholderData ? 0.6 : undefined }}>
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
            <NativeSelect
              size="xs"
              aria-label="Jobs per page"
              value={query.limit}
              data={PAGE_SIZES.map((each) => ({ value: String(each), label: `${each} per page` }))}
              onChange={(event) => void setUrl({ size: Number(event.currentTarget.value) })}
            />
          </Group>
        )}
      </Paper>
    </Stack>
  );
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
