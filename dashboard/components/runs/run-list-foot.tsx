'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Group, Text } from '@mantine/core';
import { runsCsvHref } from '../../lib/api/queries.ts';
import type { RunListQuery } from '../../lib/api/types.ts';
import { NEWEST_FIRST } from '../../lib/runs/sort.ts';
import { IconDownload } from '../ui/icons.ts';
import { LoadMore, type PagedList } from '../ui/load-more.tsx';
import { PageSize } from '../ui/page-size.tsx';

/** The footer of the list: how many runs are shown, a button for more, and the CSV export. */
export function RunListFoot({
  shown,
  query,
  list,
  onSize,
}: {
  shown: number;
  query: RunListQuery;
  list: PagedList;
  onSize: (size: number) => void;
}) {
  return (
    <Group justify="center" gap="md" p="sm">
      <Text size="sm" c="dimmed" role="status">
        Showing {list.hasNextPage ? '' : 'all '}
        {amountLabel(shown, 'run')}
      </Text>
      <LoadMore list={list}>{query.sort === NEWEST_FIRST ? 'Load older runs' : 'Load more runs'}</LoadMore>
      <PageSize of="Runs" size={query.limit} onChange={onSize} />
      <Anchor size="xs" href={runsCsvHref(query.filters)} download="runs.csv">
        <IconDownload size={14} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden="true" />
        Export as CSV
      </Anchor>
    </Group>
  );
}
