'use client';

import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { clock, commands } from '../../../lib/api/browser.ts';
import { keys } from '../../../lib/api/queries.ts';
import type { Run } from '../../../lib/api/types.ts';
import { formatAmount } from '../../../lib/format/number.ts';
import { safeText } from '../../../lib/format/text.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useCommand } from '../../ui/use-command.ts';

/** Asks before postings that a run held back are closed. */
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
  const postings = formatAmount(vanishedJobs, 'posting');
  const confirm = useCommand(commands.confirmRemoval, {
    onSuccess({ removedJobs }) {
      const confirmedAt = new Date(clock.now()).toISOString();
      queryClient.setQueryData<Run>(
        keys.run(run.runId),
        (shown) => shown && asConfirmed(shown, removedJobs, confirmedAt),
      );
      notifications.show({
        title: `${formatAmount(removedJobs, 'posting')} closed`,
        color: 'teal',
        message: `The feed of ${safeText(run.sourceName, 100)} has them no more.`,
      });
      onClose();
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.run(run.runId) }),
  });
  const close = () => {
    confirm.reset();
    onClose();
  };
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={`Close ${postings}?`}
      confirmLabel={`Close ${postings}`}
      dismissLabel="Keep them open"
      destructive
      pending={confirm.isPending}
      error={confirm.error}
      onConfirm={(reason) => confirm.mutate({ runId: run.runId, reason })}
    >
      <Text size="sm">
        They are marked as closed, and stay to be looked up. One that comes back in the feed is opened again
        by the import that finds it.
      </Text>
    </Confirm>
  );
}

function asConfirmed(run: Run, removedJobs: number, confirmedAt: string): Run {
  const { removal } = run;
  return { ...run, removedJobs, removal: removal && { ...removal, state: 'closed', confirmedAt } };
}
