'use client';

import { useCallback, useState } from 'react';

/** The selected rows of a list. */
export interface RowSelection {
  /** Ids of the selected rows that are in the list now. */
  selected: string[];
  has(id: string): boolean;
  /** Stable, so that rows need not be rendered again. */
  toggle(id: string): void;
  /** Selects all rows, or none if all are selected. */
  toggleAll(): void;
  set(ids: readonly string[]): void;
  state: 'none' | 'some' | 'all';
}

/** @param ids of the rows of the list; a row that is no longer in it is not selected */
export function useRowSelection(ids: readonly string[]): RowSelection {
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const selected = kept.size === 0 ? [] : ids.filter((id) => kept.has(id));
  const state = selected.length === 0 ? 'none' : selected.length === ids.length ? 'all' : 'some';
  return {
    selected,
    has: (id) => kept.has(id),
    toggle: useCallback((id: string) => {
      setKept((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    }, []),
    toggleAll: () => setKept(new Set(state === 'all' ? [] : ids)),
    set: (next) => setKept(new Set(next)),
    state,
  };
}
