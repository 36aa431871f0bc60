'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { commands } from '../../../lib/api/browser.ts';
import { keys } from '../../../lib/api/queries.ts';
import type { Batch, RerunStarted, Run } from '../../../lib/api/types.ts';
import { type RerunSize, rerunLabel, sizeOf, sizeOfAll } from '../../../lib/runs/rerun.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useCommand } from '../../ui/use-command.ts';

/** Shows what a re-run of failed batches will do and starts it, for the `selected` batches or for all (null). */
export function RerunDialog({
  run,
  selected,
  opened,
  onClose,
}: {
  run: Run;
  selected: Batch[] | null;
  opened: boolean;
  onClose: (started: boolean) => void;
}) {
  const queryClient = useQueryClient();
  const size = selected ? sizeOf(selected) : sizeOfAll(run);
  const rerun = useCommand(commands.rerun, {
    onSuccess(started) {
      queryClient.setQueryData<Run>(keys.run(run.runId), (shown) => shown && asRerunning(shown, started));
      notifyRerunStarted(started);
      onClose(true);
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.run(run.runId) });
      void queryClient.invalidateQueries({ queryKey: keys.batches(run.runId) });
    },
  });
  const batches = selected?.map((batch) => batch.batchIndex) ?? null;
  return (
    <Confirm
      opened={opened}
      onClose={() => onClose(false)}
      title="Re-run failed batches"
      confirmLabel={rerunLabel(size)}
      blocked={size.batches === 0}
      forWorkers
      command={rerun}
      onConfirm={(reason) => rerun.mutate({ runId: run.runId, batches, reason })}
    >
      <Consequences size={size} attempt={run.attempt + 1} />
    </Confirm>
  );
}

function Consequences({ size, attempt }: { size: RerunSize; attempt: number }) {
  const { batches, records, lost } = size;
  if (batches === 0) return <Text size="sm">The records of the failed batches were not stored.</Text>;
  return (
    <Stack gap={6}>
      <Text size="sm">
        <b>{amountLabel(batches, 'batch', 'batches')}</b> with{' '}
        <b data-testid="rerun-records">{amountLabel(records, 'record')}</b> will run again as{' '}
        <b>attempt {attempt}</b> of this run, from the stored records. The feed is not read again.
      </Text>
      <Text size="sm">Successful batches are not touched.</Text>
      {lost > 0 && (
        <Text size="sm" c="dimmed">
          {amountLabel(lost, 'batch was', 'batches were')} lost from the queue. Batches without stored records
          cannot run again.
        </Text>
      )}
    </Stack>
  );
}

function asRerunning(run: Run, { attempt }: RerunStarted): Run {
  if (run.attempt >= attempt && run.status !== 'running') return run;
  const meta = { ...run.meta, durationMs: null };
  return { ...run, status: 'running', attempt, finishedAt: null, cancelRequestedAt: null, meta };
}

function notifyRerunStarted({ attempt, batches, records }: RerunStarted): void {
  notifications.show({
    title: `Attempt ${attempt} started`,
    color: 'teal',
    message: `Re-running ${amountLabel(batches, 'batch', 'batches')} with ${amountLabel(records, 'record')}.`,
  });
}
