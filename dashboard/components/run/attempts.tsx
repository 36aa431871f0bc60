import { Paper, Table, Title } from '@mantine/core';
import type { Run } from '../../lib/api/queries.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { Status } from '../show/status.tsx';
import { RelativeTime } from '../show/time.tsx';

/** Every attempt at the run, the newest first. */
export function Attempts({ attempts }: { attempts: Run['attempts'] }) {
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        Attempts
      </Title>
      <Table fz="sm" verticalSpacing={6} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>No.</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Started</Table.Th>
            <Table.Th ta="right">Imported</Table.Th>
            <Table.Th ta="right">Duration</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attempts.toReversed().map((attempt) => (
            <Table.Tr key={attempt.attempt}>
              <Table.Td>{attempt.attempt}</Table.Td>
              <Table.Td>
                <Status status={attempt.status} />
              </Table.Td>
              <Table.Td>
                <RelativeTime at={attempt.startedAt} />
              </Table.Td>
              <Table.Td ta="right">{formatCount(attempt.totalImported)}</Table.Td>
              <Table.Td ta="right">
                {attempt.durationMs === null ? '–' : formatDuration(attempt.durationMs)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
