'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { rerunLabel, sizeOf } from '../../../lib/runs/rerun.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { RerunDialog } from '../actions/rerun-dialog.tsx';
import classes from './tree.module.css';

/** The actions on the selected batches. */
export function SelectionBar({
  run,
  selected,
  onClear,
}: {
  run: Run;
  selected: Batch[];
  onClear: () => void;
}) {
  const [confirming, setConfirming] = useState(false);
  const size = sizeOf(selected);
  return (
    <Group className={classes.toolbar} gap="sm" role="toolbar" aria-label="Selected batches">
      <Text size="sm" fw={600}>
        {amountLabel(size.batches, 'batch', 'batches')} selected
      </Text>
      <CommandButton size="xs" forWorkers onClick={() => setConfirming(true)}>
        {rerunLabel(size)}
      </CommandButton>
      <Button size="xs" variant="subtle" onClick={onClear}>
        Clear selection
      </Button>
      <RerunDialog
        run={run}
        selected={selected}
        opened={confirming}
        onClose={(started) => {
          setConfirming(false);
          if (started) onClear();
        }}
      />
    </Group>
  );
}
