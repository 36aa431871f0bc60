'use client';

import { Box, Button, Collapse, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs';
import { queries } from '../../../lib/api/browser.ts';
import type { Run } from '../../../lib/api/types.ts';
import type { Timeline } from '../../../lib/batches/timeline.ts';
import { formatAmount, formatCount } from '../../../lib/format/number.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { IconChevronRight } from '../../ui/icons.ts';
import { useAttempt } from '../tree/use-attempt.ts';
import { useBatchCounts } from '../tree/use-batch-groups.ts';
import classes from './batch-overview.module.css';
import { BatchStrip } from './batch-strip.tsx';
import { StripLegend } from './strip-legend.tsx';

// Looked at by few: when each worker had which batch.
const BatchTimeline = dynamic(() => import('./batch-timeline.tsx').then((module) => module.BatchTimeline), {
  ssr: false,
  loading: () => <Waiting height={120} label="The timeline is being read." />,
});

/** All batches of the run at a glance, and when they were worked on. Nothing where there are not several. */
export function BatchOverview({ run }: { run: Run }) {
  const [attempt] = useAttempt(run);
  const [, setBatch] = useQueryState('batch', parseAsString.withOptions({ history: 'push' }));
  const counts = useBatchCounts(run.runId, { attempt, reason: null }).data;
  const known = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const map = useQuery({ ...queries.batchMap(run.runId, attempt), enabled: known > 0 });
  // One batch alone is told by the tree.
  if (known === 0 || (known === 1 && run.status !== 'running')) return null;
  const open = (batchIndex: number) =>
    void setBatch(attempt === null ? String(batchIndex) : `${batchIndex}-${attempt}`);
  return (
    <Paper component="section" aria-labelledby="all-batches">
      <Group justify="space-between" p="sm" pb="xs" gap="xs">
        <Title order={2} id="all-batches">
          All batches
        </Title>
        <Text size="xs" c="dimmed">
          {map.data && told(map.data.batches, map.data.strip.batchesPerCell)}
          {attempt !== null && ` of attempt ${attempt}`}
        </Text>
      </Group>
      {map.data && (
        <>
          <BatchStrip strip={map.data.strip} running={run.status === 'running'} onOpen={open} />
          <StripLegend strip={map.data.strip} />
        </>
      )}
      {map.isPending && <Waiting height={64} label="The batches are being read." />}
      {map.isError && !map.data && (
        <FailureNotice
          title="The batches cannot be shown at a glance"
          error={map.error}
          retry={() => void map.refetch()}
          retrying={map.isFetching}
        />
      )}
      <TimelineSection
        timeline={map.data?.timeline}
        attempts={attempt ? 1 : run.attempts.length}
        onOpen={open}
      />
    </Paper>
  );
}

/** Behind a button; that it is open stands in the URL. */
function TimelineSection({
  timeline,
  attempts,
  onOpen,
}: {
  timeline: Timeline | undefined;
  attempts: number;
  onOpen: (batchIndex: number) => void;
}) {
  const [opened, setOpened] = useQueryState('timeline', parseAsBoolean.withDefault(false));
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.toggle}
        leftSection={<IconChevronRight size={14} className={classes.chevron} aria-hidden="true" />}
        aria-expanded={opened}
        aria-controls="timeline"
        onClick={() => void setOpened(opened ? null : true)}
      >
        Timeline by worker
      </Button>
      <Collapse expanded={opened} id="timeline">
        {opened && timeline && <BatchTimeline timeline={timeline} attempts={attempts} onOpen={onOpen} />}
      </Collapse>
    </>
  );
}

function Waiting({ height, label }: { height: number; label: string }) {
  return (
    <Box px="sm" pb="sm">
      <Skeleton height={height} role="status" aria-label={label} />
    </Box>
  );
}

function told(batches: number, perCell: number): string {
  const all = formatAmount(batches, 'batch', 'batches');
  return perCell === 1 ? all : `${all}, ${formatCount(perCell)} to a square`;
}
