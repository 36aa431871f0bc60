'use client';

import { Box, Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { AuditTable } from './audit-table.tsx';

/** Who did what, to which target, and with what result. */
export function AuditLog() {
  const log = useInfiniteQuery(queries.audit());
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper component="section" aria-labelledby="audit">
      <Group justify="space-between" p="md" pb="xs" gap="xs">
        <Title order={2} id="audit">
          Audit log
        </Title>
        <Button size="xs" variant="default" loading={log.isRefetching} onClick={() => void log.refetch()}>
          Refresh
        </Button>
      </Group>
      {log.isPending && (
        // As a margin the space would add to the full width of the skeleton.
        <Box p="md" pt={0}>
          <Skeleton height={240} role="status" aria-label="Loading audit log" />
        </Box>
      )}
      {log.isError && !log.data && (
        <FailureNotice
          title="Could not load the audit log"
          error={log.error}
          retry={() => void log.refetch()}
          retrying={log.isFetching}
        />
      )}
      {log.data && entries.length === 0 && (
        <Text size="sm" c="dimmed" p="md" pt={0}>
          No entries yet. Imports, re-runs, cancellations, source changes and logins are recorded here;
          scheduled runs are not.
        </Text>
      )}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {log.hasNextPage && (
        <Group justify="center" gap="md" p="sm">
          <Text size="sm" c="dimmed">
            Showing {formatAmount(entries.length, 'entry', 'entries')}
          </Text>
          <Button
            variant="default"
            size="xs"
            loading={log.isFetchingNextPage}
            onClick={() => void log.fetchNextPage()}
          >
            Load older entries
          </Button>
        </Group>
      )}
    </Paper>
  );
}
