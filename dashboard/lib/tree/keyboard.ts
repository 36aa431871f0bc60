import type { TreeRow } from './rows.ts';

export type TreeMove =
  | { type: 'focus'; index: number }
  | { type: 'toggle' }
  | { type: 'open' }
  | { type: 'select' };

/** A page of rows, for PageUp and PageDown. */
const PAGE_ROWS = 12;

/**
 * What a key does on the row at `index`, following the treegrid pattern: Up and Down move, Right expands or
 * enters, Left collapses or goes to the parent, Home and End go to the ends, Enter activates, Space selects a
 * batch and activates other rows. Null for other keys.
 */
export function moveFor(key: string, index: number, rows: readonly TreeRow[]): TreeMove | null {
  const row = rows[index];
  if (!row) return null;
  const to = (target: number): TreeMove => ({
    type: 'focus',
    index: Math.min(Math.max(target, 0), rows.length - 1),
  });
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'PageDown':
      return to(index + PAGE_ROWS);
    case 'PageUp':
      return to(index - PAGE_ROWS);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (!('expanded' in row)) return null;
      return row.expanded ? to(index + 1) : { type: 'toggle' };
    case 'ArrowLeft':
      if ('expanded' in row && row.expanded) return { type: 'toggle' };
      return to(parentOf(index, rows));
    case ' ':
      if (row.kind === 'batch') return { type: 'select' };
      return 'expanded' in row ? { type: 'toggle' } : { type: 'open' };
    case 'Enter':
      return 'expanded' in row ? { type: 'toggle' } : { type: 'open' };
    default:
      return null;
  }
}

function parentOf(index: number, rows: readonly TreeRow[]): number {
  const level = rows[index]?.level ?? 1;
  const parent = rows.slice(0, index).findLastIndex((row) => row.level < level);
  return parent === -1 ? index : parent;
}
