import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { DataList, Paper, Table, Text, Title } from '@mantine/core';
import type { Health } from '../../lib/api/types.ts';
import { Fact } from '../ui/fact.tsx';
import { Elapsed, RelativeTime } from '../ui/time.tsx';
import classes from './system.module.css';

type QueueName = keyof NonNullable<Health['queues']>;

const QUEUES: readonly { name: QueueName; label: string }[] = [
  { name: 'runs', label: 'Runs' },
  { name: 'feeds', label: 'Feeds' },
  { name: 'previews', label: 'Previews' },
  { name: 'batches', label: 'Batches' },
];

/** The queues, and the processes that work on them. */
export function Queues({ health }: { health: Health }) {
  const { queues, fetchSlots, processes, lastTickAt, closedDue } = health;
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Queues and processes
      </Title>
      {queues ? (
        <QueueTable queues={queues} />
      ) : (
        <Text size="sm" c="dimmed" mb="sm">
          The queue state is not available.
        </Text>
      )}
      <DataList size="sm" gap={6} labelWidth="9rem">
        {processes && (
          <>
            <Fact name="Workers">
              {processes.worker === 0
                ? 'None (nothing is imported)'
                : amountLabel(processes.worker, 'process', 'processes')}
            </Fact>
            <Fact name="Scheduler">
              {processes.scheduler === 0
                ? 'None (no scheduled runs start)'
                : amountLabel(processes.scheduler, 'process', 'processes')}
            </Fact>
            <Fact name="API">{amountLabel(processes.api, 'process', 'processes')}</Fact>
          </>
        )}
        {fetchSlots && (
          <Fact name="Feed slots">
            {`${countLabel(fetchSlots.busy)} of ${countLabel(fetchSlots.total)} in use`}
            {fetchSlots.allTakenSince && (
              <>
                , all in use for <Elapsed since={fetchSlots.allTakenSince} />
              </>
            )}
          </Fact>
        )}
        {lastTickAt && (
          <Fact name="Last scheduled start">
            <RelativeTime at={lastTickAt} />
          </Fact>
        )}
        {closedDue && (
          <Fact name="Closed in 24 hours">
            {`${amountLabel(closedDue.expired, 'expired job')}, ${countLabel(closedDue.tooOld)} too old`}
          </Fact>
        )}
      </DataList>
    </Paper>
  );
}

function QueueTable({ queues }: { queues: NonNullable<Health['queues']> }) {
  return (
    <Table className={classes.queues} horizontalSpacing={0} verticalSpacing={4} mb="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Queue</Table.Th>
          <Table.Th>Waiting</Table.Th>
          <Table.Th>Active</Table.Th>
          <Table.Th>Delayed</Table.Th>
          <Table.Th>Failed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {QUEUES.map(({ name, label }) => {
          const { waiting, waitingChildren, active, delayed, failed, paused } = queues[name];
          return (
            <Table.Tr key={name}>
              <Table.Th scope="row">{paused ? `${label} (paused)` : label}</Table.Th>
              <Table.Td>{countLabel(waiting + waitingChildren)}</Table.Td>
              <Table.Td>{countLabel(active)}</Table.Td>
              <Table.Td>{countLabel(delayed)}</Table.Td>
              <Table.Td>{countLabel(failed)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
