'use client';

import { Button } from '@mantine/core';
import { IconArrowUp, IconRefresh } from './icons.ts';
import classes from './update-pill.module.css';

/** Says that there is something new that is not shown yet, and shows it when it is clicked. */
export function UpdatePill({
  news,
  icon,
  onShow,
}: {
  /** "3 new runs"; null where there is nothing. */
  news: string | null;
  /** Whether it stands above what is shown, or comes with reading that again. */
  icon: 'above' | 'again';
  onShow: () => void;
}) {
  const Icon = icon === 'above' ? IconArrowUp : IconRefresh;
  return (
    <div className={classes.place} role="status">
      {news !== null && (
        <Button
          size="xs"
          radius="xl"
          className={classes.pill}
          leftSection={<Icon size={14} aria-hidden="true" />}
          onClick={onShow}
        >
          {news}
        </Button>
      )}
    </div>
  );
}
