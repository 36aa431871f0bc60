'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { FailureReport } from '../../lib/api/types.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { FailureSamples } from './failure-samples.tsx';
import classes from './failures.module.css';

const SHOWN_FIRST = 5;

/** Samples of failed records, grouped by message pattern: of one reason or of all. */
export function FailureGroups({
  runId,
  reason,
  total,
}: {
  runId: string;
  reason: string | null;
  /** Failed records of the reason. */
  total: number;
}) {
  const report = useQuery(queries.failureReport(runId));
  const [all, setAll] = useState(false);
  if (report.isPending) return <Skeleton height={160} mt="md" role="status" aria-label="Loading failures" />;
  if (!report.data) {
    return <QueryFailure title="Could not load the failures" query={report} />;
  }
  const groups = report.data.groups.filter((group) => reason === null || group.reasonCode === reason);
  const shown = all ? groups : groups.slice(0, SHOWN_FIRST);
  const kept = groups.reduce((sum, { records }) => sum + records, 0);
  return (
    <Stack gap="md" mt="md">
      {kept < total && (
        <Text size="xs" c="dimmed">
          {countLabel(kept)} of {amountLabel(total, 'sample')} kept; the totals above are exact.
        </Text>
      )}
      {shown.map((group) => (
        <FailureGroup
          key={`${group.reasonCode} ${group.stage} ${group.pattern}`}
          runId={runId}
          group={group}
        />
      ))}
      {groups.length > shown.length && (
        <Group justify="center">
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            Show all {amountLabel(groups.length, 'group')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function FailureGroup({ runId, group }: { runId: string; group: FailureReport['groups'][number] }) {
  const { reasonCode, pattern, stage, records, kept, samples } = group;
  const [opened, setOpened] = useState(false);
  const more = useInfiniteQuery({
    ...queries.moreFailures(runId, { reasonCode, stage, pattern }, samples.length),
    enabled: opened,
  });
  const shown = opened ? samples.concat(more.data?.pages.flat() ?? []) : samples;
  const showMore = () => {
    if (opened) void more.fetchNextPage();
    else setOpened(true);
  };
  return (
    <section className={classes.group} aria-label={`${codeLabel(reasonCode)}: ${safeText(pattern, 100)}`}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {codeLabel(reasonCode)}{' '}
          <Text span size="xs" c="dimmed" fw={400}>
            in {stage}
          </Text>
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {amountLabel(records, 'record')}
        </Text>
      </Group>
      <FailureSamples runId={runId} samples={shown} withBatch />
      {shown.length < kept && (
        <Group gap="sm" mt={6}>
          <Button variant="default" size="compact-xs" loading={more.isFetching} onClick={showMore}>
            Show more
          </Button>
          <Text size="xs" c="dimmed" role="status">
            {more.isError && `Could not load more: ${safeText(asFailure(more.error).message, 300)} `}
            {countLabel(shown.length)} of {amountLabel(kept, 'sample')} shown
          </Text>
        </Group>
      )}
    </section>
  );
}
