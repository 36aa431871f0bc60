'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Box, Group, Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import type { AuditFilters } from '../../lib/system/audit-filters.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { AuditTable } from './audit-table.tsx';

/** The entries of the audit log that match, page by page. @param none what it says if there are none */
export function AuditEntries({ filters, none }: { filters: AuditFilters; none: string }) {
  const log = useInfiniteQuery(queries.audit(filters));
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {log.isPending && (
        // As a margin the space would add to the full width of the skeleton.
        <Box p="md" pt={0}>
          <Skeleton height={240} role="status" aria-label="Loading audit log" />
        </Box>
      )}
      {log.isError && !log.isFetchNextPageError && (
        <QueryFailure title="Could not load the audit log" query={log} />
      )}
      {log.data && entries.length === 0 && (
        <Text size="sm" c="dimmed" p="md" pt={0}>
          {none}
        </Text>
      )}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {log.hasNextPage && (
        <Group justify="center" gap="md" p="sm">
          <Text size="sm" c="dimmed">
            Showing {amountLabel(entries.length, 'entry', 'entries')}
          </Text>
          <LoadMore list={log}>Load older entries</LoadMore>
        </Group>
      )}
    </>
  );
}
