'use client';

import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './selection-bar.module.css';
import type { RowSelection } from './use-row-selection.ts';

/** The actions on the selected rows of a list. @param what "3 runs" */
export function SelectionBar({
  label,
  what,
  selection,
  children,
}: {
  label: string;
  what: string;
  selection: RowSelection;
  children: ReactNode;
}) {
  return (
    <Group className={classes.bar} gap="xs" role="toolbar" aria-label={label}>
      <Text size="sm" fw={600} role="status">
        {what} selected
      </Text>
      {children}
      {selection.state === 'some' && (
        <Button size="xs" variant="subtle" onClick={selection.toggleAll}>
          Select all shown
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={() => selection.set([])}>
        Clear selection
      </Button>
    </Group>
  );
}
