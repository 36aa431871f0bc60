'use client';

import { Table } from '@mantine/core';
import { useTable } from '@tanstack/react-table';
import type { RunSummary } from '../../lib/api/queries.ts';
import { columnKind, columns, features } from './run-columns.tsx';
import classes from './run-table.module.css';

const runId = (run: RunSummary): string => run.runId;

/** The runs as a table; on a narrow screen each row becomes a card. The source's name leads to the run. */
export function RunTable({ runs }: { runs: RunSummary[] }) {
  const table = useTable({ features, columns, data: runs, getRowId: runId });
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={7} horizontalSpacing="sm">
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th
                  key={header.id}
                  data-column={header.column.id}
                  data-kind={columnKind(header.column.id)}
                >
                  <table.FlexRender header={header} />
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id} className={classes.row} data-run={row.id}>
              {row.getAllCells().map((cell) => (
                <Table.Td
                  key={cell.id}
                  data-column={cell.column.id}
                  data-kind={columnKind(cell.column.id)}
                  data-label={String(cell.column.columnDef.header)}
                >
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
