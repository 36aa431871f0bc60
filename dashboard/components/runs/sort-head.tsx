import type { ReactNode } from 'react';
import type { columnSort, RunSort } from '../../lib/runs/sort.ts';
import classes from './run-table.module.css';

const ARROWS = { ascending: '↑', descending: '↓', none: '' } as const;

/** The head of a column; a button if the list can be sorted by it. */
export function SortHead({
  column,
  numeric,
  sort,
  onSort,
  children,
}: {
  column: string;
  numeric: boolean;
  sort: ReturnType<typeof columnSort>;
  onSort: (sort: RunSort) => void;
  children: ReactNode;
}) {
  return (
    <th
      data-column={column}
      data-numeric={numeric || undefined}
      aria-sort={sort && sort.now !== 'none' ? sort.now : undefined}
    >
      {sort ? (
        <button type="button" className={classes.sort} onClick={() => onSort(sort.next)}>
          {children}
          <span aria-hidden="true" className={classes.arrow}>
            {ARROWS[sort.now]}
          </span>
        </button>
      ) : (
        children
      )}
    </th>
  );
}
