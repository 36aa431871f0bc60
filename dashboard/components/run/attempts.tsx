'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Group, Paper, Table, Title } from '@mantine/core';
import Link from 'next/link';
import type { Run } from '../../lib/api/types.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { OUTCOMES } from '../../lib/runs/outcomes.ts';
import { Status, Trigger } from '../ui/status.tsx';
import { Elapsed, RelativeTime } from '../ui/time.tsx';
import { useLinkWith } from './use-url-state.ts';

type Attempt = Run['attempts'][number];

/** All attempts of the run, the newest first, with the run's counters at the end of each. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  return (
    <Paper component="section" aria-labelledby="attempts">
      <Group justify="space-between" p="sm" pb={0}>
        <Title order={2} id="attempts">
          Attempts
        </Title>
      </Group>
      <Table.ScrollContainer minWidth={760}>
        <Table fz="sm" verticalSpacing={6} horizontalSpacing="sm" style={{ whiteSpace: 'nowrap' }}>
          <Table.Thead fz="xs" c="dimmed">
            <Table.Tr>
              <Table.Th>Attempt</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Trigger</Table.Th>
              <Table.Th>Started</Table.Th>
              <Table.Th ta="right">Duration</Table.Th>
              <Table.Th ta="right">Imported</Table.Th>
              {OUTCOMES.map(({ key, label }) => (
                <Table.Th key={key} ta="right">
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attempts.toReversed().map((attempt) => (
              <AttemptRow key={attempt.attempt} attempt={attempt} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

/** The counters of a running attempt are not known before it ends. */
function AttemptRow({ attempt }: { attempt: Attempt }) {
  const ended = attempt.status !== 'running';
  const linkWith = useLinkWith();
  return (
    <Table.Tr data-attempt={attempt.attempt}>
      <Table.Td>
        <Anchor component={Link} href={linkWith('attempt', attempt.attempt)} scroll={false} inherit>
          Attempt {attempt.attempt}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Status status={attempt.status} />
      </Table.Td>
      <Table.Td>{attempt.rescue ? 'Rescue' : <Trigger trigger={attempt.trigger} />}</Table.Td>
      <Table.Td>
        <RelativeTime at={attempt.startedAt} />
      </Table.Td>
      <Table.Td ta="right">
        {ended ? formatDuration(attempt.durationMs ?? 0) : <Elapsed since={attempt.startedAt} />}
      </Table.Td>
      <Table.Td ta="right">{ended ? countLabel(attempt.totalImported) : '–'}</Table.Td>
      {OUTCOMES.map(({ key }) => (
        <Table.Td key={key} ta="right">
          {ended ? countLabel(attempt[key]) : '–'}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
