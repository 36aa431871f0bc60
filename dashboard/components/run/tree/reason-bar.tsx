'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import type { Run } from '../../../lib/api/types.ts';
import { codeLabel } from '../../../lib/format/text.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { notifyFailure } from '../../ui/notify-failure.tsx';
import classes from './tree.module.css';
import type { Selection } from './use-selection.ts';

/** Shows the reason filter of the tree, and selects all filtered batches for a re-run. */
export function ReasonBar({
  run,
  reason,
  batches,
  selection,
  onClear,
}: {
  run: Run;
  reason: string;
  /** How many there are; undefined while unknown. */
  batches: number | undefined;
  selection: Selection;
  onClear: () => void;
}) {
  const selectAll = useMutation({
    mutationFn: () => queries.batchesToRerun(run.runId, reason),
    onSuccess: selection.add,
    onError: (error) => notifyFailure('Could not load the batches', error),
  });
  const none = selectAll.data?.length === 0;
  return (
    <Group className={classes.toolbar} gap="sm" role="group" aria-label="Tree filter">
      <Text size="sm">{filterLabel(reason, batches)}</Text>
      {batches !== undefined && batches > 0 && run.status !== 'running' && (
        <CommandButton
          size="xs"
          variant="default"
          forWorkers
          loading={selectAll.isPending}
          disabledReason={
            none ? 'None of these batches can run again: their records are invalid in the feed.' : null
          }
          onClick={() => selectAll.mutate()}
        >
          Select all for re-run
        </CommandButton>
      )}
      <Button size="xs" variant="subtle" onClick={onClear}>
        Show all batches
      </Button>
    </Group>
  );
}

function filterLabel(reason: string, batches: number | undefined): string {
  const name = codeLabel(reason);
  if (batches === 0) return `${name}: these records failed before they were added to a batch.`;
  const amount = batches === undefined ? 'Batches' : amountLabel(batches, 'batch', 'batches');
  return `${amount} with failed records: ${name}`;
}
