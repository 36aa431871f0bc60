'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, ScrollArea, Table } from '@mantine/core';
import type { Timeline } from '../../../lib/batches/timeline.ts';
import { formatDuration } from '../../../lib/format/time.ts';
import { statusLabel } from '../../ui/status.tsx';
import { laneName } from './timeline-chart.tsx';

/** The timeline's bars as a table, in the order of their start. */
export function TimelineTable({
  timeline,
  onOpen,
}: {
  timeline: Timeline;
  onOpen: (batchIndex: number) => void;
}) {
  const bars = timeline.bars.toSorted((one, other) => one.startMs - other.startMs);
  return (
    <ScrollArea.Autosize
      mah={320}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Timeline' }}
    >
      <Table stickyHeader fz="xs" verticalSpacing={4} miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Batches</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Started after</Table.Th>
            <Table.Th ta="right">Duration</Table.Th>
            <Table.Th>Worker</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bars.map(({ lane, startMs, endMs, batches, batchIndex, status }) => (
            <Table.Tr key={`${lane}-${startMs}-${batchIndex}`}>
              <Table.Td>
                <Anchor component="button" type="button" fz="xs" onClick={() => onOpen(batchIndex)}>
                  Batch {batchIndex}
                </Anchor>
                {batches > 1 && ` and ${amountLabel(batches - 1, 'more', 'more')} in this slot`}
              </Table.Td>
              <Table.Td>{batches > 1 ? worstLabel(status) : statusLabel(status)}</Table.Td>
              <Table.Td ta="right">{formatDuration(startMs)}</Table.Td>
              <Table.Td ta="right">{endMs === null ? 'running' : formatDuration(endMs - startMs)}</Table.Td>
              <Table.Td>{laneOf(timeline, lane)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function worstLabel(status: Timeline['bars'][number]['status']): string {
  return status === 'completed' ? 'All completed' : `At least one ${status}`;
}

function laneOf({ lanes }: Timeline, index: number): string {
  const lane = lanes[index];
  return lane ? laneName(lane.worker, lane.slot) : '';
}
