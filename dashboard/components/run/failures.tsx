'use client';

import { pathOf } from '@feedflow/shared/api/client';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { Run } from '../../lib/api/types.ts';
import { failureReasons } from '../../lib/runs/failure-reasons.ts';
import { IconDownload } from '../ui/icons.ts';
import { FailureTotals } from './failure-totals.tsx';
import { useReason } from './use-url-state.ts';

const FailureGroups = dynamic(() => import('./failure-groups.tsx').then((module) => module.FailureGroups), {
  ssr: false,
  loading: () => <Skeleton height={160} mt="md" role="status" aria-label="Loading failures" />,
});

/** Failed records: exact totals per reason, and stored samples. The URL keeps the selected reason. */
export function Failures({ run }: { run: Run }) {
  const [reason, pick] = useReason(run);
  const { reasons, total } = failureReasons(run.failureTotals);
  if (total === 0) return null;
  return (
    <Paper p="md" component="section" aria-labelledby="failures">
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} id="failures">
          {amountLabel(total, 'failed record')}
        </Title>
        <Anchor
          size="xs"
          href={pathOf('exportFailures', { params: { runId: run.runId } })}
          download={`failures-${run.runId}.ndjson`}
        >
          <IconDownload size={14} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden="true" />
          Export as NDJSON
        </Anchor>
      </Group>
      <FailureTotals reasons={reasons} total={total} picked={reason} onPick={pick} />
      {(reasons.length > 1 || reason) && (
        <Text size="xs" c="dimmed" mt={6}>
          {reason
            ? 'Click the reason again to show all.'
            : 'Click a reason to show only its records and batches.'}
        </Text>
      )}
      <FailureGroups
        runId={run.runId}
        reason={reason}
        total={reason ? (run.failureTotals[reason] ?? 0) : total}
      />
    </Paper>
  );
}
