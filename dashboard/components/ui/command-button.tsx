'use client';

import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useDisabledReason } from '../layout/access.tsx';

type ButtonAttribute = 'ref' | 'onClick' | 'aria-label' | 'aria-haspopup' | 'aria-expanded';

type Props = Omit<ButtonProps, 'disabled'> &
  Pick<ComponentProps<'button'>, ButtonAttribute> & {
    /** Why the command is not possible now, or null if it is. */
    disabledReason?: string | null;
    /** Whether the command is work for workers, such as an import. @default false */
    forWorkers?: boolean;
  };

/**
 * A button that sends a command. While that is not possible it stays reachable by keyboard, so that the reason
 * can be read.
 */
export function CommandButton({ disabledReason = null, forWorkers, onClick, ...props }: Props) {
  const reason = useDisabledReason(forWorkers) ?? disabledReason;
  return (
    <Tooltip
      label={reason}
      disabled={!reason}
      multiline
      maw={260}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        {...props}
        data-disabled={reason ? true : undefined}
        aria-disabled={reason ? true : undefined}
        aria-description={reason ?? undefined}
        onClick={(event) => (reason ? event.preventDefault() : onClick?.(event))}
      />
    </Tooltip>
  );
}
