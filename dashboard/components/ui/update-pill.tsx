'use client';

import { IconArrowUp, IconRefresh } from './icons.ts';
import { PlainButton } from './plain-button.tsx';
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
        <PlainButton size="xs" className={classes.pill} onClick={onShow}>
          <Icon size={14} aria-hidden="true" />
          {label}
        </PlainButton>
      )}
    </div>
  );
}
