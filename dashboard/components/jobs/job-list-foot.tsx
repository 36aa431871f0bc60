'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import type { JobQuery } from '../../lib/api/types.ts';
import type { JobColumn } from '../../lib/jobs/job-columns.ts';
import { filterQueryOf } from '../../lib/jobs/job-filters.ts';
import { LoadMore, type PagedList } from '../ui/load-more.tsx';
import { PageSize } from '../ui/page-size.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { ExportMenu } from './export-menu.tsx';

/** The footer of the list: how many jobs are shown and match, a button for more, columns, page size and export. */
export function JobListFoot({
  shown,
  query,
  list,
  columns,
  onToggleColumn,
  onSize,
}: {
  shown: number;
  query: JobQuery;
  list: PagedList;
  columns: readonly JobColumn[];
  onToggleColumn: (column: JobColumn) => void;
  onSize: (size: number) => void;
}) {
  // Where counting takes too long, the list has no total.
  const total = useQuery({
    ...queries.jobCount(filterQueryOf(query)),
    enabled: list.hasNextPage,
    retry: false,
  }).data;
  return (
    <Group justify="center" gap="md" p="sm">
      <Text size="sm" c="dimmed" role="status">
        {!list.hasNextPage && `Showing all ${amountLabel(shown, 'job')}`}
        {list.hasNextPage && !total && `Showing ${amountLabel(shown, 'job')}`}
        {list.hasNextPage && total && `Showing ${countLabel(shown)} of ${totalLabel(total)}`}
      </Text>
      <LoadMore list={list}>Load more</LoadMore>
      <PageSize of="Jobs" size={query.limit} onChange={onSize} />
      <ColumnMenu columns={columns} onToggle={onToggleColumn} />
      <ExportMenu query={query} />
    </Group>
  );
}

function totalLabel({ count, exact }: { count: number; exact: boolean }): string {
  return exact ? amountLabel(count, 'job') : `more than ${amountLabel(count, 'job')}`;
}
