'use client';

import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { formatAmount } from '../../../lib/format/number.ts';
import { rerunLabel, sizeOf } from '../../../lib/runs/rerun.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { RerunDialog } from '../actions/rerun-dialog.tsx';
import classes from './tree.module.css';

/** What can be done to the batches that are chosen. */
export function ChosenBar({ run, chosen, onClear }: { run: Run; chosen: Batch[]; onClear: () => void }) {
  const [asking, setAsking] = useState(false);
  const size = sizeOf(chosen);
  return (
    <Group className={classes.chosen} gap="sm" role="toolbar" aria-label="Chosen batches">
      <Text size="sm" fw={600}>
        {formatAmount(size.batches, 'batch', 'batches')} chosen
      </Text>
      <CommandButton size="xs" onClick={() => setAsking(true)}>
        {rerunLabel(size)}
      </CommandButton>
      <Button size="xs" variant="subtle" onClick={onClear}>
        Choose none
      </Button>
      <RerunDialog
        run={run}
        chosen={chosen}
        opened={asking}
        onClose={(begun) => {
          setAsking(false);
          if (begun) onClear();
        }}
      />
    </Group>
  );
}
