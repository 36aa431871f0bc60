import { Anchor, ScrollArea, Table } from '@mantine/core';
import Link from 'next/link';
import type { RunSummary } from '../../lib/api/queries.ts';
import { formatCount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatUtc } from '../../lib/format/time.ts';
import type { OUTCOMES } from '../../lib/outcomes.ts';

/** The chart's values as a table, newest first: for keyboards, screen readers and exact numbers. */
export function RunChartTable({ runs, outcomes }: { runs: RunSummary[]; outcomes: typeof OUTCOMES }) {
  return (
    <ScrollArea
      offsetScrollbars
      h={206}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Records per run' }}
    >
      <Table stickyHeader fz="xs" verticalSpacing={4} miw={480}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Run</Table.Th>
            <Table.Th>Started</Table.Th>
            {outcomes.map(({ key, label }) => (
              <Table.Th key={key} ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.toReversed().map((run) => (
            <Table.Tr key={run.runId}>
              <Table.Td>
                <Anchor
                  component={Link}
                  href={`/runs/${encodeURIComponent(run.runId)}`}
                  prefetch={false}
                  fz="xs"
                >
                  {safeText(run.sourceName, 40)}
                </Anchor>
              </Table.Td>
              <Table.Td>{formatUtc(Date.parse(run.startedAt))}</Table.Td>
              {outcomes.map(({ key }) => (
                <Table.Td key={key} ta="right">
                  {formatCount(run[key])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
