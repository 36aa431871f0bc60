import { Anchor, ScrollArea, Table } from '@mantine/core';
import Link from 'next/link';

export interface ChartRow {
  key: string;
  /** The label of the row and its link, if any. */
  label: string;
  href: string | null;
  /** As many as there are columns. */
  values: readonly string[];
}

/** A chart's values as a table: for keyboards, screen readers and exact numbers. */
export function ChartTable({
  title,
  head,
  columns,
  rows,
}: {
  title: string;
  /** The name of the first column. */
  head: string;
  columns: readonly { label: string; numeric: boolean }[];
  rows: readonly ChartRow[];
}) {
  const align = (index: number) => (columns[index]?.numeric ? 'right' : 'left');
  return (
    <ScrollArea
      offsetScrollbars
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}
    >
      <Table stickyHeader fz="xs" verticalSpacing={4} miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{head}</Table.Th>
            {columns.map(({ label }, index) => (
              <Table.Th key={label} ta={align(index)}>
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, label, href, values }) => (
            <Table.Tr key={key}>
              <Table.Td>
                {href ? (
                  <Anchor component={Link} href={href} prefetch={false} fz="xs">
                    {label}
                  </Anchor>
                ) : (
                  label
                )}
              </Table.Td>
              {columns.map(({ label: column }, index) => (
                <Table.Td key={column} ta={align(index)} style={{ whiteSpace: 'nowrap' }}>
                  {values[index]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
