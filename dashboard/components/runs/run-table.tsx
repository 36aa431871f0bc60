'use client';

import { type Row, useTable } from '@tanstack/react-table';
import { memo, Suspense } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { columnSort, type RunSort } from '../../lib/runs/sort.ts';
import { AllRowsCheckbox, RowCheckbox } from '../ui/row-checkbox.tsx';
import type { RowSelection } from '../ui/use-row-selection.ts';
import { columns, features, isLeftOutOnCard, isNumeric, labelOnCard } from './run-columns.tsx';
import classes from './run-table.module.css';
import { SortHead } from './sort-head.tsx';

/** As many rows as a large screen shows hydrate first, the others right after them. */
const ROWS_AT_ONCE = 15;

const runId = (run: RunSummary): string => run.runId;

/**
 * The runs as a table; on a narrow screen each row becomes a card. The source's name links to the run. Plain
 * elements: Mantine's table adds a tenth of the page's code and a component per cell.
 */
export function RunTable({
  runs,
  selection,
  sort,
  onSort,
}: {
  runs: RunSummary[];
  selection: RowSelection;
  sort: RunSort;
  onSort: (sort: RunSort) => void;
}) {
  const table = useTable({ features, columns, data: runs, getRowId: runId });
  const { rows } = table.getRowModel();
  const rowProps = (id: string) => ({
    FlexRender: table.FlexRender,
    selected: selection.has(id),
    onToggle: selection.toggle,
  });
  return (
    <table className={classes.table}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            <th data-column="select">
              <AllRowsCheckbox label="Select all runs" selection={selection} />
            </th>
            {group.headers.map(({ id, column }) => (
              <SortHead
                key={id}
                column={id}
                numeric={isNumeric(id)}
                sort={columnSort(id, sort)}
                onSort={onSort}
              >
                {String(column.columnDef.header)}
              </SortHead>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {rows.slice(0, ROWS_AT_ONCE).map((row) => (
          <RunRow key={row.id} row={row} {...rowProps(row.id)} />
        ))}
        <Suspense>
          {rows.slice(ROWS_AT_ONCE).map((row) => (
            <RunRow key={row.id} row={row} {...rowProps(row.id)} />
          ))}
        </Suspense>
      </tbody>
    </table>
  );
}

/** Rendered again only when its run or its selection has changed, however often the list is read. */
const RunRow = memo(
  function RunTableRow({
    row,
    FlexRender,
    selected,
    onToggle,
  }: {
    row: Row<typeof features, RunSummary>;
    FlexRender: ReturnType<typeof useTable<typeof features, RunSummary>>['FlexRender'];
    selected: boolean;
    /** Always the same function. */
    onToggle: (runId: string) => void;
  }) {
    return (
      <tr data-run={row.id}>
        <td data-column="select">
          <RowCheckbox
            label={`Select run ${row.id} of ${safeText(row.original.sourceName, 60)}`}
            checked={selected}
            onToggle={() => onToggle(row.id)}
          />
        </td>
        {row.getAllCells().map((cell) => (
          <td
            key={cell.id}
            data-column={cell.column.id}
            data-numeric={isNumeric(cell.column.id) || undefined}
            data-label={labelOnCard(cell.column.id)}
            data-empty={isLeftOutOnCard(cell.column.id, row.original) || undefined}
          >
            <FlexRender cell={cell} />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) => before.row.original === after.row.original && before.selected === after.selected,
);
