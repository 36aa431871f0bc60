'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { COUNTED } from '../../lib/runs/outcomes.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { OutcomeBar, shortProgressLabel } from '../ui/outcome-bar.tsx';
import { RunDuration } from '../ui/run-duration.tsx';
import { Status, shownStatus, Trigger } from '../ui/status.tsx';
import { RelativeTime } from '../ui/time.tsx';
import { WarningCount } from '../ui/warning-count.tsx';
import classes from './run-table.module.css';

export interface RunColumn {
  id: string;
  label: string;
  /** Numbers are right-aligned. */
  isNumeric?: boolean;
  /** Whether a card shows the label above the value. */
  isLabelledOnCard?: boolean;
  isLeftOutOnCard?: (run: RunSummary) => boolean;
  cell: (run: RunSummary) => ReactNode;
}

/** Counters that are nearly always 0: a card has no room for them then. */
const RARE_COUNTERS: readonly string[] = ['duplicateJobs', 'skippedJobs', 'removedJobs'];

function SourceLink({ run }: { run: RunSummary }) {
  return (
    <Link href={runHref(run.runId)} prefetch={false} className={classes.source}>
      {safeText(run.sourceName, 60)}
    </Link>
  );
}

function Count({ value, outcome }: { value: number; outcome: string }) {
  return (
    <span className={classes.count} data-outcome={value > 0 ? outcome : 'none'}>
      {countLabel(value)}
    </span>
  );
}

export const RUN_COLUMNS: readonly RunColumn[] = [
  {
    id: 'status',
    label: 'Status',
    cell: (run) => (
      <span className={classes.status}>
        <Status status={shownStatus(run)} />
        <WarningCount warnings={run.warnings} short />
      </span>
    ),
  },
  { id: 'sourceName', label: 'Source', cell: (run) => <SourceLink run={run} /> },
  { id: 'trigger', label: 'Trigger', cell: ({ trigger }) => <Trigger trigger={trigger} /> },
  { id: 'startedAt', label: 'Started', cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  { id: 'duration', label: 'Duration', isNumeric: true, cell: (run) => <RunDuration run={run} /> },
  ...COUNTED.map(({ key, label }) => ({
    id: key,
    label,
    isNumeric: true,
    isLabelledOnCard: true,
    isLeftOutOnCard: (run: RunSummary) => RARE_COUNTERS.includes(key) && run[key] === 0,
    cell: (run: RunSummary) => <Count value={run[key]} outcome={key} />,
  })),
  {
    id: 'progress',
    label: 'Progress',
    cell: (run) => (
      <div className={classes.progress}>
        <OutcomeBar run={run} size="sm" />
        <span className={classes.short} aria-hidden="true">
          {shortProgressLabel(run)}
        </span>
      </div>
    ),
  },
];
