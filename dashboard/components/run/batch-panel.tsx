'use client';

import { Button, CopyButton, DataList, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Batch } from '../../lib/api/queries.ts';
import { formatAmount, formatCount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { FailureNotice } from '../show/failure-notice.tsx';
import { IconCopy } from '../show/icons.ts';
import { Problem } from '../show/problem.tsx';
import { Status } from '../show/status.tsx';
import { UtcTime } from '../show/time.tsx';
import { FailureSamples } from './failure-samples.tsx';
import { FailureTotals } from './failures.tsx';
import { useBatch } from './use-batch.ts';

/** One batch, beside the tree: how it went, its error, its failed records. */
export function BatchPanel({
  runId,
  batchKey,
  loaded,
  onClose,
}: {
  runId: string;
  batchKey: string | null;
  loaded: Batch | undefined;
  onClose: () => void;
}) {
  const { batch, pending, error, retry, retrying } = useBatch(runId, batchKey, loaded);
  return (
    <Drawer
      opened={batchKey !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>Batch {batchKey?.split('-')[0]}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {batch && <BatchDetail batch={batch} />}
      {!batch && pending && <Skeleton height={240} />}
      {!batch && error && (
        <FailureNotice title="The batch cannot be read" error={error} retry={retry} retrying={retrying} />
      )}
      {!batch && !pending && !error && <Text size="sm">This run has no such batch.</Text>}
    </Drawer>
  );
}

function BatchDetail({ batch }: { batch: Batch }) {
  const reasons = Object.entries(batch.failureTotals).sort(([, one], [, other]) => other - one);
  const failed = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Status status={batch.status} size="md" />
        <CopyButton value={JSON.stringify(batch, null, 2)}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={14} aria-hidden="true" />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy as JSON'}
            </Button>
          )}
        </CopyButton>
      </Group>
      {batch.error && <Problem error={batch.error} />}
      <BatchFacts batch={batch} />
      {failed > 0 && (
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {formatAmount(failed, 'failed record')}, {formatCount(batch.failures.length)} kept as samples
          </Text>
          <FailureTotals reasons={reasons} total={failed} />
          {batch.failures.length > 0 && <FailureSamples samples={batch.failures} />}
        </Stack>
      )}
    </Stack>
  );
}

function BatchFacts({ batch }: { batch: Batch }) {
  return (
    <DataList size="sm" gap={6} labelWidth="8rem">
      <Fact name="Records">{formatCount(batch.records)}</Fact>
      <Fact name="New">{formatCount(batch.newJobs)}</Fact>
      <Fact name="Updated">{formatCount(batch.updatedJobs)}</Fact>
      <Fact name="Unchanged">{formatCount(batch.unchangedJobs)}</Fact>
      <Fact name="Failed">{formatCount(batch.failedJobs)}</Fact>
      <Fact name="Enqueued">
        <UtcTime at={batch.enqueuedAt} />
      </Fact>
      {batch.startedAt && (
        <Fact name="Started">
          <UtcTime at={batch.startedAt} />
        </Fact>
      )}
      {batch.finishedAt && (
        <Fact name="Finished">
          <UtcTime at={batch.finishedAt} />
        </Fact>
      )}
      {batch.durationMs !== null && <Fact name="Time">{formatDuration(batch.durationMs)}</Fact>}
      <Fact name="Tries">{batch.tries}</Fact>
      <Fact name="Attempt">{batch.attempt}</Fact>
      {batch.worker && <Fact name="Worker">{safeText(batch.worker, 100)}</Fact>}
    </DataList>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{name}</DataList.ItemLabel>
      <DataList.ItemValue>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}
