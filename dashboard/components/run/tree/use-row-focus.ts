'use client';

import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { TreeRow } from '../../../lib/tree/rows.ts';

/**
 * The row that Tab leads to, and the focus. A focused row may disappear (a batch ends and leaves its group, a page
 * of batches arrives): the focus then stays at that position instead of leaving the tree.
 */
export function useRowFocus(grid: RefObject<HTMLElement | null>, rows: readonly TreeRow[]) {
  const [position, setPosition] = useState({ id: 'run', index: 0 });
  const inside = useRef(false);
  const found = rows.findIndex((row) => row.id === position.id);
  const active = found === -1 ? Math.min(position.index, rows.length - 1) : found;
  const activeId = rows[active]?.id ?? 'run';

  useLayoutEffect(() => {
    if (inside.current && document.activeElement === document.body) focusRow(grid.current, activeId);
  });
  return {
    active,
    setActive: (index: number) => setPosition({ id: rows[index]?.id ?? 'run', index }),
    focus: (index: number) => focusRow(grid.current, rows[index]?.id ?? 'run'),
    onFocus: () => {
      inside.current = true;
    },
    // A removed row also fires blur: the focus has moved elsewhere only if the row is still connected.
    onBlur: ({ target }: FocusEvent<HTMLElement>) => {
      setTimeout(() => {
        if (target.isConnected) inside.current = grid.current?.contains(document.activeElement) ?? false;
      });
    },
  };
}

/** Focuses a row once it is mounted: after a long jump that takes a frame or two. */
function focusRow(grid: HTMLElement | null, id: string, framesLeft = 10): void {
  const row = grid?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  if (row) row.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusRow(grid, id, framesLeft - 1));
}
