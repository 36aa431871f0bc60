'use client';

import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import type { RunSummary } from '../../lib/api/types.ts';
import { formatCount } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { COUNTED } from '../../lib/runs/outcomes.ts';
import { OutcomeBar, shortProgressLabel } from '../ui/outcome-bar.tsx';
import { Status, shownStatus, Trigger } from '../ui/status.tsx';
import { Elapsed, RelativeTime } from '../ui/time.tsx';
import { WarningCount } from '../ui/warning-count.tsx';
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
    <Link href={`/runs/${encodeURIComponent(run.runId)}`} prefetch={false} className={classes.source}>
      {safeText(run.sourceName, 60)}
    </Link>
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
    cell: ({ row }) => (
      <span className={classes.status}>
        <Status status={shownStatus(row.original)} />
        <WarningCount warnings={row.original.warnings} short />
      </span>
    ),
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
  ...COUNTED.map(({ key, label }) =>
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
        <span className={classes.short} aria-hidden="true">
          {shortProgressLabel(row.original)}
        </span>
      </div>
    ),
  }),
]);

const COUNTERS = new Map<string, string>(COUNTED.map(({ key, label }) => [key, label]));

/** Whether a column holds numbers, which are right-aligned. */
export function isNumeric(columnId: string): boolean {
  return columnId === 'duration' || COUNTERS.has(columnId);
}

/** The label above a value on a card: the name of a counter; other values need none. */
export function labelOnCard(columnId: string): string | undefined {
  return COUNTERS.get(columnId);
}

/** Counters that are nearly always 0: a card has no room for them. */
export function isLeftOutOnCard(columnId: string, run: RunSummary): boolean {
  const isRare = columnId === 'duplicateJobs' || columnId === 'skippedJobs' || columnId === 'removedJobs';
  return isRare && run[columnId] === 0;
}
