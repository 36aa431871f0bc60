'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { clock, commands } from '../../../lib/api/browser.ts';
import { keys } from '../../../lib/api/queries.ts';
import type { Run } from '../../../lib/api/types.ts';
import { safeText } from '../../../lib/format/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useCommand } from '../../ui/use-command.ts';

/** Asks for confirmation before the jobs that the shrink guard kept open are closed. */
export function RemovalDialog({
  run,
  vanishedJobs,
  opened,
  onClose,
}: {
  run: Run;
  vanishedJobs: number;
  opened: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const jobs = amountLabel(vanishedJobs, 'job');
  const confirm = useCommand(commands.confirmRemoval, {
    onSuccess({ removedJobs }) {
      const confirmedAt = new Date(clock.now()).toISOString();
      queryClient.setQueryData<Run>(
        keys.run(run.runId),
        (shown) => shown && asConfirmed(shown, removedJobs, confirmedAt),
      );
      notifications.show({
        title: `${amountLabel(removedJobs, 'job')} closed`,
        color: 'teal',
        message: safeText(run.sourceName, 100),
      });
      onClose();
    },
    onSettled() {
      void queryClient.invalidateQueries({ queryKey: keys.run(run.runId) });
      void queryClient.invalidateQueries({ queryKey: keys.runLog(run.runId) });
    },
  });
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Close ${jobs}?`}
      confirmLabel={`Close ${jobs}`}
      destructive
      command={confirm}
      onConfirm={(reason) => confirm.mutate({ runId: run.runId, reason })}
    >
      <Text size="sm">
        The jobs are marked as closed but kept. A job that returns to the feed is reopened by the next import.
      </Text>
    </Confirm>
  );
}

function asConfirmed(run: Run, removedJobs: number, confirmedAt: string): Run {
  const { removal } = run;
  return { ...run, removedJobs, removal: removal && { ...removal, state: 'closed', confirmedAt } };
}
