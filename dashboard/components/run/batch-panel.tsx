'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Alert, Button, DataList, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Batch, BatchDetails } from '../../lib/api/types.ts';
import { shownBatchStatus } from '../../lib/batches/shown-status.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { failureReasons } from '../../lib/runs/failure-reasons.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { Fact } from '../ui/fact.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { IconAlertTriangle, IconCopy } from '../ui/icons.ts';
import { Status } from '../ui/status.tsx';
import { UtcTime } from '../ui/time.tsx';
import { useOpenAfterMount } from '../ui/use-open-after-mount.ts';
import { BatchAttempts } from './batch-attempts.tsx';
import { BatchError } from './batch-error.tsx';
import { FailureSamples } from './failure-samples.tsx';
import { FailureTotals } from './failure-totals.tsx';
import { useBatch } from './use-batch.ts';

/** The details of one batch beside the tree: status, error, failed records and attempts. */
export function BatchPanel({
  runId,
  batchKey,
  loaded,
  onClose,
  onAttempt,
}: {
  runId: string;
  batchKey: string | null;
  loaded: Batch | undefined;
  onClose: () => void;
  /** Shows the batch as of another attempt. */
  onAttempt: (batchIndex: number, attempt: number) => void;
}) {
  const { batch, attempts, pending, failure } = useBatch(runId, batchKey, loaded);
  return (
    <Drawer
      opened={useOpenAfterMount(batchKey !== null)}
      onClose={onClose}
      position="right"
      size="lg"
      title={<Text fw={650}>Batch {batchKey?.split('-')[0]}</Text>}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {batch && (
        <BatchDetail
          batch={batch}
          attempts={attempts}
          onAttempt={(attempt) => onAttempt(batch.batchIndex, attempt)}
        />
      )}
      {!batch && pending && <Skeleton height={240} role="status" aria-label="Loading batch" />}
      {failure && <QueryFailure title="Could not load the batch" query={failure} />}
      {!batch && !pending && !failure && <Text size="sm">Batch not found in this run.</Text>}
    </Drawer>
  );
}

function BatchDetail({
  batch,
  attempts,
  onAttempt,
}: {
  batch: Batch;
  attempts: BatchDetails['attempts'] | null;
  onAttempt: (attempt: number) => void;
}) {
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Status status={shownBatchStatus(batch)} size="md" />
        <CopyText value={JSON.stringify({ ...batch, attempts: attempts || undefined }, null, 2)}>
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
        </CopyText>
      </Group>
      {batch.error && <BatchError error={batch.error} />}
      <StatusNotes batch={batch} />
      <BatchFacts batch={batch} />
      {attempts && attempts.length > 1 && (
        <BatchAttempts attempts={attempts} shown={batch.attempt} onAttempt={onAttempt} />
      )}
      <FailedRecords batch={batch} />
    </Stack>
  );
}

/** Explains what the status alone does not. */
function StatusNotes({ batch }: { batch: Batch }) {
  const { status, superseded, failedJobs, records, attempt } = batch;
  const notes = [
    superseded && `State after attempt ${attempt}. A later attempt processed this batch again.`,
    status === 'completed' &&
      failedJobs > 0 &&
      `The batch completed, but ${countLabel(failedJobs)} of ${amountLabel(records, 'record')} failed.`,
    status === 'waiting' && 'No worker has started it yet.',
    status === 'cancelled' && 'The run was cancelled before this batch started.',
  ].filter((line) => line !== false);
  if (notes.length === 0) return null;
  return (
    <Alert variant="light" color="gray" icon={<IconAlertTriangle aria-hidden="true" />}>
      {notes.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Alert>
  );
}

function FailedRecords({ batch }: { batch: Batch }) {
  const { reasons, total: failed } = failureReasons(batch.failureTotals);
  if (failed === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Failed records">
      <Text size="sm" fw={600}>
        {amountLabel(failed, 'failed record')}
      </Text>
      <FailureTotals reasons={reasons} total={failed} />
      <Text size="xs" c="dimmed">
        {batch.failures.length === 0
          ? 'The whole batch failed, so its records were not checked one by one.'
          : `${countLabel(batch.failures.length)} of ${amountLabel(failed, 'sample')} kept`}
      </Text>
      {batch.failures.length > 0 && <FailureSamples runId={batch.runId} samples={batch.failures} />}
    </Stack>
  );
}

function BatchFacts({ batch }: { batch: Batch }) {
  return (
    <DataList size="sm" gap={6} labelWidth="8rem">
      <Fact name="Records">{countLabel(batch.records)}</Fact>
      {batch.finishedAt && (
        <>
          <Fact name="New">{countLabel(batch.newJobs)}</Fact>
          <Fact name="Updated">{countLabel(batch.updatedJobs)}</Fact>
          <Fact name="Unchanged">{countLabel(batch.unchangedJobs)}</Fact>
          <Fact name="Failed">{countLabel(batch.failedJobs)}</Fact>
        </>
      )}
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
      {batch.durationMs !== null && <Fact name="Duration">{formatDuration(batch.durationMs)}</Fact>}
      {batch.tries > 0 && <Fact name="Retries">{countLabel(batch.tries - 1)}</Fact>}
      <Fact name="Attempt">{batch.attempt}</Fact>
      {batch.worker && <Fact name="Worker">{safeText(batch.worker, 100)}</Fact>}
    </DataList>
  );
}
