'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Paper, Stack, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { keys } from '../../lib/api/queries.ts';
import type { JobQuery } from '../../lib/api/types.ts';
import {
  JOB_COLUMNS_COOKIE,
  type JobColumn,
  jobColumnsOf,
  toggledColumns,
} from '../../lib/jobs/job-columns.ts';
import {
  activeJobFilterCount,
  filterQueryOf,
  type JobFilters,
  jobFilterParsers,
  jobQueryOf,
  NO_JOB_FILTERS,
} from '../../lib/jobs/job-filters.ts';
import type { ChangeFilters } from '../../lib/lists/change-filters.ts';
import { pageSizeOf } from '../../lib/lists/page-size.ts';
import { remember } from '../../lib/lists/remember.ts';
import { followJobs } from '../../lib/live/follow-jobs.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { NoneMatch } from '../ui/none-match.tsx';
import { reloadList } from '../ui/reload-list.ts';
import { TableSkeleton } from '../ui/table-skeleton.tsx';
import { UnknownFilter } from '../ui/unknown-filter.tsx';
import { UpdatePill } from '../ui/update-pill.tsx';
import { useEndedRuns } from '../ui/use-ended-runs.ts';
import { JobFilterBar } from './job-filter-bar.tsx';
import { JobListFoot } from './job-list-foot.tsx';
import { JobTable } from './job-table.tsx';
import { NoJobs, NoneOpen, Refused, refusalOf } from './no-jobs.tsx';

/** The imported jobs, to search and browse. */
export function JobsView({
  rememberedSize,
  rememberedColumns,
}: {
  rememberedSize: number | null;
  /** As `jobColumnsOf` reads them. */
  rememberedColumns: string | null;
}) {
  const [{ size, sort, ...filters }, setUrl] = useQueryStates(jobFilterParsers);
  const [columns, toggleColumn] = useColumns(rememberedColumns);
  const { query, unknown } = jobQueryOf(filters, sort, pageSizeOf(size, rememberedSize));
  const updates = useUpdates(query);
  const stale = useLiveState().status === 'stale';
  const list = useInfiniteQuery({ ...queries.jobList(query), placeholderData: keepPreviousData });
  const isFailed = list.isError && !list.isFetchNextPageError;
  const jobs = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = activeJobFilterCount(filters) > 0;
  const removeUnknown = () =>
    void setUrl(Object.fromEntries(Object.keys(unknown).map((name) => [name, null])));
  const clear = () => void setUrl({ ...NO_JOB_FILTERS, sort: null });
  return (
    <Stack gap="md">
      <Title order={1}>Jobs</Title>
      {Object.keys(unknown).length > 0 && (
        <UnknownFilter value={Object.values(unknown).join(', ')} onClose={removeUnknown} />
      )}
      <Paper>
        <UpdatePill {...updates} />
        <JobFilterBar
          filters={filters}
          sort={sort}
          onChange={setUrl}
          onSort={(chosen) => void setUrl({ sort: chosen })}
          onClear={clear}
        />
        {list.isPending && <TableSkeleton what="jobs" rowPx={38} />}
        {isFailed && <LoadFailure list={list} onChange={setUrl} />}
        {list.data && !isFailed && (
          <div style={{ opacity: list.isPlaceholderData || stale ? 0.6 : undefined }}>
            {jobs.length > 0 && <JobTable jobs={jobs} columns={columns} />}
            {jobs.length === 0 && filtered && (
              <NoneMatch
                what="jobs"
                hint="Try another status, source or publication date, or other keywords."
                onClear={clear}
              />
            )}
            {jobs.length === 0 && !filtered && (
              <Nothing query={query} onShowAll={() => void setUrl({ status: 'all' })} />
            )}
          </div>
        )}
        {jobs.length > 0 && !isFailed && (
          <JobListFoot
            shown={jobs.length}
            query={query}
            list={list}
            columns={columns}
            onToggleColumn={toggleColumn}
            onSize={(chosen) => void setUrl({ size: chosen })}
          />
        )}
      </Paper>
    </Stack>
  );
}

/** The chosen columns, which the browser remembers. */
function useColumns(remembered: string | null) {
  const [chosen, setChosen] = useState(remembered);
  const columns = jobColumnsOf(chosen);
  const toggle = (column: JobColumn) => {
    const next = toggledColumns(columns, column);
    remember(JOB_COLUMNS_COOKIE, next);
    setChosen(next);
  };
  return [columns, toggle] as const;
}

/** Without filters no job is open: either none was imported, or all of them are closed. */
function Nothing({ query, onShowAll }: { query: JobQuery; onShowAll: () => void }) {
  const all = useQuery(queries.jobCount({ ...filterQueryOf(query), status: null }));
  return all.data && all.data.count > 0 ? <NoneOpen onShowAll={onShowAll} /> : <NoJobs />;
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
    label: ended > 0 ? `${amountLabel(ended, 'import')} changed jobs: refresh` : null,
    icon: 'refresh' as const,
    onShow() {
      reset();
      void reloadList(queryClient, keys.jobList(query));
      void queryClient.invalidateQueries({ queryKey: keys.jobCount(filterQueryOf(query)) });
    },
  };
}

function LoadFailure({
  list,
  onChange,
}: {
  list: { error: unknown; isFetching: boolean; refetch: () => unknown };
  onChange: ChangeFilters<JobFilters>;
}) {
  const refusal = refusalOf(asFailure(list.error));
  if (refusal) return <Refused refusal={refusal} onChange={onChange} />;
  return <QueryFailure title="Could not load the jobs" query={list} />;
}
