'use client';

import { Button } from '@mantine/core';
import { IconArrowUp, IconRefresh } from './icons.ts';
import classes from './update-pill.module.css';

/** A button that announces new items and shows them on click. */
export function UpdatePill({
  label,
  icon,
  onShow,
}: {
  /** "3 new runs"; null if there are none. */
  label: string | null;
  /** 'above' if the new items are above the shown ones, 'refresh' if the list is read again. */
  icon: 'above' | 'refresh';
  onShow: () => void;
}) {
  const Icon = icon === 'above' ? IconArrowUp : IconRefresh;
  return (
    <div className={classes.slot} role="status">
      {label !== null && (
        <Button
          size="xs"
          radius="xl"
          className={classes.pill}
          leftSection={<Icon size={14} aria-hidden="true" />}
          onClick={onShow}
        >
          {label}
        </Button>
      )}
    </div>
  );
}
