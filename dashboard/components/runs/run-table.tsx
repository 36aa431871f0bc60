'use client';

import { memo, Suspense } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { columnSort, type RunSort } from '../../lib/runs/sort.ts';
import { AllRowsCheckbox, RowCheckbox } from '../ui/row-checkbox.tsx';
import type { RowSelection } from '../ui/use-row-selection.ts';
import { RUN_COLUMNS } from './run-columns.tsx';
import classes from './run-table.module.css';
import { SortHead } from './sort-head.tsx';

/** As many rows as a large screen shows hydrate first, the others right after them. */
const ROWS_AT_ONCE = 15;

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
  const rowOf = (run: RunSummary) => (
    <RunRow key={run.runId} run={run} selected={selection.has(run.runId)} onToggle={selection.toggle} />
  );
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th data-column="select">
            <AllRowsCheckbox label="Select all runs" selection={selection} />
          </th>
          {RUN_COLUMNS.map(({ id, label, isNumeric = false }) => (
            <SortHead key={id} column={id} numeric={isNumeric} sort={columnSort(id, sort)} onSort={onSort}>
              {label}
            </SortHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.slice(0, ROWS_AT_ONCE).map(rowOf)}
        <Suspense>{runs.slice(ROWS_AT_ONCE).map(rowOf)}</Suspense>
      </tbody>
    </table>
  );
}

/** Rendered again only when its run or its selection has changed, however often the list is read. */
const RunRow = memo(function RunTableRow({
  run,
  selected,
  onToggle,
}: {
  run: RunSummary;
  selected: boolean;
  /** Always the same function. */
  onToggle: (runId: string) => void;
}) {
  return (
    <tr data-run={run.runId}>
      <td data-column="select">
        <RowCheckbox
          label={`Select run ${run.runId} of ${safeText(run.sourceName, 60)}`}
          checked={selected}
          onToggle={() => onToggle(run.runId)}
        />
      </td>
      {RUN_COLUMNS.map((column) => (
        <td
          key={column.id}
          data-column={column.id}
          data-numeric={column.isNumeric || undefined}
          data-label={column.isLabelledOnCard ? column.label : undefined}
          data-empty={column.isLeftOutOnCard?.(run) || undefined}
        >
          {column.cell(run)}
        </td>
      ))}
    </tr>
  );
});
