'use client';

import { Anchor, Text } from '@mantine/core';
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import type { RunSummary } from '../../lib/api/queries.ts';
import { formatCount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { OUTCOMES } from '../../lib/outcomes.ts';
import { OutcomeBar, progressInShort } from '../show/outcome-bar.tsx';
import { Status, shownStatus, Trigger } from '../show/status.tsx';
import { Elapsed, RelativeTime } from '../show/time.tsx';
import classes from './run-table.module.css';

export const features = tableFeatures({});
const column = createColumnHelper<typeof features, RunSummary>();

/** How long a run took, or how long it has been running. */
function RunDuration({ run }: { run: RunSummary }) {
  if (run.status === 'running') return <Elapsed since={run.startedAt} />;
  return run.meta.durationMs === null ? '–' : formatDuration(run.meta.durationMs);
}

function SourceLink({ run }: { run: RunSummary }) {
  return (
    <Anchor
      component={Link}
      href={`/runs/${encodeURIComponent(run.runId)}`}
      prefetch={false}
      className={classes.source}
    >
      {safeText(run.sourceName, 60)}
    </Anchor>
  );
}

function Count({ value, outcome }: { value: number; outcome: string }) {
  return (
    <span className={classes.count} data-outcome={value > 0 ? outcome : 'none'}>
      {formatCount(value)}
    </span>
  );
}

export const columns = column.columns([
  column.accessor('status', {
    header: 'Status',
    cell: ({ row }) => <Status status={shownStatus(row.original)} />,
  }),
  column.accessor('sourceName', { header: 'Source', cell: ({ row }) => <SourceLink run={row.original} /> }),
  column.accessor('trigger', { header: 'Trigger', cell: ({ getValue }) => <Trigger trigger={getValue()} /> }),
  column.accessor('startedAt', {
    header: 'Started',
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
  column.display({
    id: 'duration',
    header: 'Duration',
    cell: ({ row }) => <RunDuration run={row.original} />,
  }),
  ...OUTCOMES.map(({ key, label }) =>
    column.accessor(key, {
      header: label,
      cell: ({ getValue }) => <Count value={getValue()} outcome={key} />,
    }),
  ),
  column.display({
    id: 'progress',
    header: 'Progress',
    cell: ({ row }) => (
      <div className={classes.progress}>
        <OutcomeBar run={row.original} size="sm" />
        <Text size="xs" c="dimmed" aria-hidden="true" ta="right">
          {progressInShort(row.original)}
        </Text>
      </div>
    ),
  }),
]);

const NUMBERS = new Set<string>(['duration', ...OUTCOMES.map(({ key }) => key)]);

/** How a column is laid out: 'number' ones are right-aligned. */
export function columnKind(columnId: string): 'number' | 'text' {
  return NUMBERS.has(columnId) ? 'number' : 'text';
}
