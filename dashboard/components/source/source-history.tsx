'use client';

import { Button, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { settingsHistoryOf } from '../../lib/sources/source-page.ts';
import { AuditTable } from '../system/audit-table.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';

/** What was changed about the source and commanded for it, by whom and why. */
export function SourceHistory({ name }: { name: string }) {
  const log = useInfiniteQuery(queries.audit(settingsHistoryOf(name)));
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper component="section" aria-labelledby="source-history">
      <Title order={2} id="source-history" p="sm" pb={0}>
        Changes and commands
      </Title>
      {log.isPending && <Skeleton height={160} role="status" aria-label="Loading changes" />}
      {log.isError && !log.data && (
        <FailureNotice
          title="Could not load the changes"
          error={log.error}
          retry={() => void log.refetch()}
          retrying={log.isFetching}
        />
      )}
      {log.data && entries.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          Nothing was changed since the audit log begins.
        </Text>
      )}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {log.hasNextPage && (
        <Group justify="center" p="sm">
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
