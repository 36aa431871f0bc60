'use client';

import { Anchor, Text, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import { memo, type ReactNode, Suspense } from 'react';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { scheduleLabel } from '../../lib/sources/schedule-label.ts';
import { sourceHref } from '../../lib/sources/source-page.ts';
import { FeedLink } from '../ui/feed-link.tsx';
import { AllRowsCheckbox, RowCheckbox } from '../ui/row-checkbox.tsx';
import { Status } from '../ui/status.tsx';
import { DueTime, RelativeTime } from '../ui/time.tsx';
import type { RowSelection } from '../ui/use-row-selection.ts';
import { SourceActions } from './source-actions.tsx';
import { SkippedTicks, SourceHealth } from './source-health.tsx';
import { SourceNotes } from './source-notes.tsx';
import { SourceSwitch } from './source-switch.tsx';
import classes from './source-table.module.css';

/** As many rows as a large screen shows hydrate first, the others right after them. */
const ROWS_AT_ONCE = 10;

const COLUMNS = ['Source', 'Schedule', 'Last run', 'Next due', 'Health', 'Enabled'];

/** One row per source; on a narrow screen each becomes a card. */
export function SourceTable({
  sources,
  selection,
  onEdit,
}: {
  sources: SourceItem[];
  selection: RowSelection;
  /** Always the same function. */
  onEdit: (source: SourceItem) => void;
}) {
  const rowOf = (source: SourceItem) => (
    <SourceRow
      key={source.name}
      source={source}
      selected={selection.has(source.name)}
      onToggle={selection.toggle}
      onEdit={onEdit}
    />
  );
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>
            <AllRowsCheckbox label="Select all sources" selection={selection} />
          </th>
          {COLUMNS.map((label) => (
            <th key={label}>{label}</th>
          ))}
          <th data-numeric>Actions</th>
        </tr>
      </thead>
      <tbody>
        {sources.slice(0, ROWS_AT_ONCE).map(rowOf)}
        <Suspense>{sources.slice(ROWS_AT_ONCE).map(rowOf)}</Suspense>
      </tbody>
    </table>
  );
}

/** Rendered again only when its source or its selection has changed. */
const SourceRow = memo(function SourceTableRow({
  source,
  selected,
  onToggle,
  onEdit,
}: {
  source: SourceItem;
  selected: boolean;
  /** Always the same functions. */
  onToggle: (name: string) => void;
  onEdit: (source: SourceItem) => void;
}) {
  return (
    <tr data-source={source.name}>
      <td data-column="select">
        <RowCheckbox
          label={`Select ${safeText(source.name, 100)}`}
          checked={selected}
          onToggle={() => onToggle(source.name)}
        />
      </td>
      <SourceCells source={source} onEdit={() => onEdit(source)} />
    </tr>
  );
});

function SourceCells({ source, onEdit }: { source: SourceItem; onEdit: () => void }) {
  return (
    <>
      <td data-card="whole" className={classes.name}>
        <Anchor
          component={Link}
          href={sourceHref(source.name)}
          prefetch={false}
          size="sm"
          fw={600}
          c="inherit"
        >
          {safeText(source.name, 100)}
        </Anchor>
        <Text size="xs" component="div">
          <FeedLink address={source.url} />
        </Text>
        <SourceNotes source={source} />
      </td>
      <Cell label="Schedule">
        {scheduleLabel(source)}
        {source.schedule && source.missedRuns === 'skip' && (
          <Text size="xs" c="dimmed" component="div">
            Missed runs are skipped
          </Text>
        )}
      </Cell>
      <Cell label="Last run">
        <LastRun source={source} />
      </Cell>
      <Cell label="Next due">{source.nextRuns[0] ? <DueTime at={source.nextRuns[0]} /> : 'Paused'}</Cell>
      <Cell label="Health">
        <SourceHealth source={source} />
        <SkippedTicks source={source} />
      </Cell>
      <Cell label="Enabled">
        <SourceSwitch source={source} />
      </Cell>
      <td data-numeric className={classes.actions}>
        <SourceActions source={source} onEdit={onEdit} />
      </td>
    </>
  );
}

/** On a narrow screen there is no head row: the label is beside the value. */
function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td data-label={label}>
      <span>{children}</span>
    </td>
  );
}

function LastRun({ source }: { source: SourceItem }) {
  const { lastRun } = source;
  if (!lastRun) return 'Never';
  const unlessLast = (run: SourceItem['lastChange']) => run && run.runId !== lastRun.runId && run;
  return (
    <>
      <Status status={lastRun.status} />
      <Anchor component={Link} href={runHref(lastRun.runId)} prefetch={false} size="xs">
        <VisuallyHidden>Last run of {safeText(source.name, 100)}, </VisuallyHidden>
        <RelativeTime at={lastRun.finishedAt ?? lastRun.startedAt} />
      </Anchor>
      <EarlierRun what="Imported" run={unlessLast(source.lastSuccess)} />
      <EarlierRun what="Changed" run={unlessLast(source.lastChange)} />
    </>
  );
}

/** When an earlier run last did what the last run did not. */
function EarlierRun({ what, run }: { what: string; run: SourceItem['lastChange'] | false }) {
  if (!run) return null;
  return (
    <Text size="xs" c="dimmed" component="div" className={classes.earlier}>
      {what}{' '}
      <Anchor component={Link} href={runHref(run.runId)} prefetch={false} size="xs">
        <RelativeTime at={run.at} />
      </Anchor>
    </Text>
  );
}
