'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { clock, commands } from '../../../lib/api/browser.ts';
import { keys } from '../../../lib/api/queries.ts';
import type { Run } from '../../../lib/api/types.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useCommand } from '../../ui/use-command.ts';

/** Asks for confirmation before a run is cancelled. */
export function CancelDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const setRequested = (at: string | null) =>
    queryClient.setQueryData<Run>(
      keys.run(run.runId),
      (shown) => shown && { ...shown, cancelRequestedAt: at },
    );
  const cancel = useCommand(commands.cancel, {
    onMutate: () => setRequested(new Date(clock.now()).toISOString()),
    onError: () => setRequested(null),
    onSuccess({ cancelledBatches }) {
      notifications.show({
        title: 'Stopping the run',
        color: 'orange',
        message:
          cancelledBatches > 0
            ? `${amountLabel(cancelledBatches, 'waiting batch', 'waiting batches')} dropped.`
            : 'No batches were waiting; batches in progress finish.',
      });
      onClose();
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.run(run.runId) }),
  });
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title="Cancel this run?"
      confirmLabel="Cancel run"
      dismissLabel="Keep running"
      destructive
      command={cancel}
      onConfirm={(reason) => cancel.mutate({ runId: run.runId, reason })}
    >
      <Stack gap={6}>
        <Text size="sm">
          Stops reading the feed and drops waiting batches; batches in progress finish. Imported jobs are
          kept, and no jobs are closed.
        </Text>
        <Text size="sm">A cancelled run cannot be resumed. The next import reads the whole feed.</Text>
      </Stack>
    </Confirm>
  );
}
