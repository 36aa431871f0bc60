'use client';

import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import type { Run } from '../../../lib/api/types.ts';
import { formatAmount } from '../../../lib/format/number.ts';
import { codeInWords } from '../../../lib/format/text.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { tellFailed } from '../../ui/command-told.tsx';
import classes from './tree.module.css';
import type { Choice } from './use-choice.ts';

/** Says that the tree is narrowed to what failed for one reason, and chooses all of that to run again. */
export function ReasonBar({
  run,
  reason,
  batches,
  choice,
  onClear,
}: {
  run: Run;
  reason: string;
  /** How many there are; undefined while that is not known. */
  batches: number | undefined;
  choice: Choice;
  onClear: () => void;
}) {
  const chooseAll = useMutation({
    mutationFn: () => queries.batchesToRerun(run.runId, reason),
    onSuccess: choice.add,
    onError: (error) => tellFailed('The batches cannot be read', error),
  });
  const none = chooseAll.data?.length === 0;
  return (
    <Group className={classes.chosen} gap="sm" role="group" aria-label="Filter of the tree">
      <Text size="sm">{toldOf(reason, batches)}</Text>
      {batches !== undefined && batches > 0 && run.status !== 'running' && (
        <CommandButton
          size="xs"
          variant="default"
          loading={chooseAll.isPending}
          whyNot={
            none ? 'None of these batches can run again: their records are faulty in the feed itself.' : null
          }
          onClick={() => chooseAll.mutate()}
        >
          Choose all to run again
        </CommandButton>
      )}
      <Button size="xs" variant="subtle" onClick={onClear}>
        Show all batches
      </Button>
    </Group>
  );
}

function toldOf(reason: string, batches: number | undefined): string {
  const name = codeInWords(reason);
  if (batches === 0) return `${name}: these records failed before they came into a batch.`;
  const amount = batches === undefined ? 'Batches' : formatAmount(batches, 'batch', 'batches');
  return `${amount} with records that failed: ${name}`;
}
