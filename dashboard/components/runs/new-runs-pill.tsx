'use client';

import { Button } from '@mantine/core';
import { formatAmount } from '../../lib/format/number.ts';
import { IconArrowUp } from '../show/icons.ts';
import classes from './new-runs-pill.module.css';

/** Says that runs have begun above what is in view, and leads to them. */
export function NewRunsPill({ waiting, onShow }: { waiting: number; onShow: () => void }) {
  return (
    <div className={classes.place} role="status">
      {waiting > 0 && (
        <Button
          size="xs"
          radius="xl"
          className={classes.pill}
          leftSection={<IconArrowUp size={14} aria-hidden="true" />}
          onClick={onShow}
        >
          {formatAmount(waiting, 'new run')}
        </Button>
      )}
    </div>
  );
}
