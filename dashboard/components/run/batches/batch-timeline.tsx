'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { spanMs, type Timeline } from '../../../lib/batches/timeline.ts';
import { formatDuration } from '../../../lib/format/time.ts';
import { type View, ViewSwitch } from '../../charts/view-switch.tsx';
import { useTicking } from '../../ui/now.tsx';
import { UtcTime } from '../../ui/time.tsx';
import classes from './batch-timeline.module.css';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineTable } from './timeline-table.tsx';

/** Running batches grow by the second. */
const TICK_MS = 1_000;

/** When each worker processed which batch, as a chart or as a table. */
export function BatchTimeline({
  timeline,
  attempts,
  onOpen,
}: {
  timeline: Timeline;
  /** How many attempts it covers. */
  attempts: number;
  onOpen: (batchIndex: number) => void;
}) {
  const [view, setView] = useState<View>('chart');
  const span = useTicking((nowMs) => spanMs(timeline, Math.ceil(nowMs / TICK_MS) * TICK_MS));
  if (!timeline.from) {
    return (
      <Text size="sm" c="dimmed" px="sm" pb="sm">
        No batch has started yet.
      </Text>
    );
  }
  const shared = timeline.bars.some((bar) => bar.batches > 1);
  return (
    <div className={classes.timeline}>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {formatDuration(span)} from <UtcTime at={timeline.from} />
          {shared && '; adjacent batches share a bar'}
          {attempts > 1 && '; select one attempt in the tree for details'}
          {timeline.lanesLeftOut > 0 && `; ${amountLabel(timeline.lanesLeftOut, 'more slot')} not shown`}
        </Text>
        <ViewSwitch title="Timeline" view={view} onChange={setView} />
      </Group>
      {view === 'chart' ? (
        <TimelineChart timeline={timeline} span={span} onOpen={onOpen} />
      ) : (
        <TimelineTable timeline={timeline} onOpen={onOpen} />
      )}
    </div>
  );
}
