'use client';

import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { clock, commands } from '../../../lib/api/browser.ts';
import { keys } from '../../../lib/api/queries.ts';
import type { Run } from '../../../lib/api/types.ts';
import { formatAmount } from '../../../lib/format/number.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useCommand } from '../../ui/use-command.ts';

/** Asks before a run is stopped. */
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
        title: 'The run is stopping',
        color: 'orange',
        message:
          cancelledBatches > 0
            ? `${formatAmount(cancelledBatches, 'waiting batch', 'waiting batches')} will not run.`
            : 'No batch was waiting; those under way are finished.',
      });
      onClose();
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.run(run.runId) }),
  });
  const close = () => {
    cancel.reset();
    onClose();
  };
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title="Cancel this run?"
      confirmLabel="Cancel the run"
      dismissLabel="Keep it running"
      destructive
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={(reason) => cancel.mutate({ runId: run.runId, reason })}
    >
      <Stack gap={6}>
        <Text size="sm">
          Reading the feed ends, batches that wait are dropped, and those under way are finished. What was
          imported stays; nothing is removed.
        </Text>
        <Text size="sm">A cancelled run cannot go on: the next import reads the whole feed.</Text>
      </Stack>
    </Confirm>
  );
}
