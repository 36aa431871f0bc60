'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Box, Button, Collapse, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs';
import { queries } from '../../../lib/api/browser.ts';
import type { Run } from '../../../lib/api/types.ts';
import type { Timeline } from '../../../lib/batches/timeline.ts';
import { QueryFailure } from '../../ui/failure-notice.tsx';
import { IconChevronRight } from '../../ui/icons.ts';
import { useBatchCounts } from '../tree/use-batch-groups.ts';
import { useAttempt } from '../use-url-state.ts';
import classes from './batch-overview.module.css';
import { BatchStrip } from './batch-strip.tsx';
import { StripLegend } from './strip-legend.tsx';

// Loaded on demand: the timeline is rarely opened.
const BatchTimeline = dynamic(() => import('./batch-timeline.tsx').then((module) => module.BatchTimeline), {
  ssr: false,
  loading: () => <Waiting height={120} label="Loading timeline" />,
});

/** All batches of the run as a map and a timeline. Renders nothing for an ended run with a single batch. */
export function BatchOverview({ run }: { run: Run }) {
  const [attempt] = useAttempt(run);
  const [, setBatch] = useQueryState('batch', parseAsString.withOptions({ history: 'push' }));
  const counts = useBatchCounts(run.runId, { attempt, reason: null }).data;
  const known = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  const map = useQuery({ ...queries.batchMap(run.runId, attempt), enabled: known > 0 });
  // The tree shows a single batch well enough.
  if (known === 0 || (known === 1 && run.status !== 'running')) return null;
  const isRunning = run.status === 'running';
  const open = (batchIndex: number) =>
    void setBatch(attempt === null ? String(batchIndex) : `${batchIndex}-${attempt}`);
  return (
    <Paper component="section" aria-labelledby="all-batches">
      <Group justify="space-between" p="sm" pb="xs" gap="xs">
        <Title order={2} id="all-batches">
          All batches
        </Title>
        <Text size="xs" c="dimmed">
          {map.data && batchesLabel(isRunning ? null : map.data.batches, map.data.strip.batchesPerCell)}
          {attempt !== null && ` of attempt ${attempt}`}
        </Text>
      </Group>
      {map.data && (
        <>
          <BatchStrip strip={map.data.strip} running={isRunning} onOpen={open} />
          <StripLegend strip={map.data.strip} running={isRunning} />
        </>
      )}
      {map.isPending && <Waiting height={64} label="Loading batches" />}
      {map.isError && !map.data && <QueryFailure title="Could not load the batch map" query={map} />}
      <TimelineSection
        timeline={map.data?.timeline}
        attempts={attempt ? 1 : run.attempts.length}
        onOpen={open}
      />
    </Paper>
  );
}

/** Collapsed by default; the URL keeps whether it is open. */
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

/** How many batches there are, unless that still changes (null), and how many a square stands for. */
function batchesLabel(batches: number | null, perCell: number): string {
  const all = batches === null ? '' : amountLabel(batches, 'batch', 'batches');
  const each = perCell === 1 ? '' : `${countLabel(perCell)} per square`;
  return [all, each].filter((part) => part !== '').join(', ');
}
