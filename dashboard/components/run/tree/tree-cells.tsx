// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot be positioned as a virtual list needs
'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import type { BatchStatus } from '@feedflow/shared/model/batch';
import { Checkbox, Loader } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import type { Batch, Run } from '../../../lib/api/types.ts';
import { shownBatchStatus } from '../../../lib/batches/shown-status.ts';
import { safeText } from '../../../lib/format/text.ts';
import { formatDuration } from '../../../lib/format/time.ts';
import { shownFetchStatus } from '../../../lib/runs/feed-outcome.ts';
import type { AnyStatus } from '../../../lib/runs/shown-status.ts';
import type { TreeRow } from '../../../lib/tree/rows.ts';
import { IconChevronRight } from '../../ui/icons.ts';
import { Status } from '../../ui/status.tsx';
import { Elapsed } from '../../ui/time.tsx';
import classes from './tree.module.css';
import { TREE_COLUMNS, type TreeColumn } from './tree-columns.ts';
import type { Selection } from './use-selection.ts';

type Values = Partial<Record<TreeColumn, ReactNode>>;

/** One row's cells. */
export function TreeCells({
  row,
  run,
  selection,
  onMore,
}: {
  row: TreeRow;
  run: Run;
  selection: Selection;
  onMore: (status: BatchStatus) => void;
}) {
  if (row.kind === 'more') return <MoreCell row={row} onMore={onMore} />;
  const values = valuesOf(row, run, selection);
  return TREE_COLUMNS.map(({ id, kind }) => (
    <div
      key={id}
      role="gridcell"
      tabIndex={-1}
      className={classes.cell}
      data-column={id}
      data-kind={kind}
      data-level={id === 'name' ? row.level : undefined}
    >
      {values[id] ?? null}
    </div>
  ));
}

function valuesOf(row: Exclude<TreeRow, { kind: 'more' }>, run: Run, selection: Selection): Values {
  if (row.kind === 'run') {
    return {
      name: <Name label="finalize-run" status={run.status} expanded={row.expanded} />,
      records: countLabel(run.totalFetched),
      ...outcomes(run),
      duration: (
        <Time since={run.startedAt} running={run.status === 'running'} durationMs={run.meta.durationMs} />
      ),
    };
  }
  if (row.kind === 'fetch') {
    const { fetch } = run;
    return {
      name: <Name label="fetch-feed" status={shownFetchStatus(run)} />,
      records: countLabel(fetch.totalFetched),
      failedJobs: <Failed value={fetch.failedJobs} />,
      duration: (
        <Time since={fetch.startedAt} running={fetch.status === 'running'} durationMs={fetch.durationMs} />
      ),
      retries: fetch.fetchAttempt > 0 ? fetch.fetchAttempt - 1 : null,
      worker: fetch.worker && safeText(fetch.worker, 60),
    };
  }
  if (row.kind === 'group') {
    return {
      name: <GroupName status={row.status} count={row.count} expanded={row.expanded} />,
    };
  }
  const { batch } = row;
  return {
    name: <BatchName batch={batch} selection={selection} />,
    records: countLabel(batch.records),
    ...(batch.finishedAt ? outcomes(batch) : {}),
    duration: (
      <Time since={batch.startedAt} running={batch.status === 'running'} durationMs={batch.durationMs} />
    ),
    retries: batch.tries > 0 ? batch.tries - 1 : null,
    worker: batch.worker && safeText(batch.worker, 60),
  };
}

function outcomes(from: {
  newJobs: number;
  updatedJobs: number;
  unchangedJobs: number;
  failedJobs: number;
}): Values {
  return {
    newJobs: countLabel(from.newJobs),
    updatedJobs: countLabel(from.updatedJobs),
    unchangedJobs: countLabel(from.unchangedJobs),
    failedJobs: <Failed value={from.failedJobs} />,
  };
}

function Failed({ value }: { value: number }) {
  return <span className={value > 0 ? classes.bad : undefined}>{countLabel(value)}</span>;
}

function Time({
  since,
  running,
  durationMs,
}: {
  since: string | null;
  running: boolean;
  durationMs: number | null;
}) {
  if (running && since) return <Elapsed since={since} />;
  return durationMs === null ? null : formatDuration(durationMs);
}

function Name({ label, status, expanded }: { label: string; status: AnyStatus; expanded?: boolean }) {
  return (
    <>
      <Chevron expanded={expanded} />
      <Status status={status} size="icon" />
      <span className={classes.label}>{label}</span>
    </>
  );
}

/** A batch that can run again has a checkbox. */
function BatchName({ batch, selection }: { batch: Batch; selection: Selection }) {
  const label = `upsert-batch ${batch.batchIndex}`;
  return (
    <>
      {selection.selectable(batch) ? (
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={`Select ${label} for re-run`}
          checked={selection.has(batch)}
          onChange={() => selection.toggle(batch)}
          onClick={(event) => event.stopPropagation()}
        />
      ) : (
        <Chevron />
      )}
      <Status status={shownBatchStatus(batch)} size="icon" />
      <span className={classes.label}>{label}</span>
    </>
  );
}

function GroupName({ status, count, expanded }: { status: AnyStatus; count: number; expanded: boolean }) {
  return (
    <>
      <Chevron expanded={expanded} />
      <Status status={status} />
      <span className={classes.label}>{countLabel(count)}</span>
    </>
  );
}

function Chevron({ expanded }: { expanded?: boolean }) {
  return (
    <span className={classes.chevron} data-expanded={expanded} aria-hidden="true">
      {expanded !== undefined && <IconChevronRight size={14} />}
    </span>
  );
}

/** A placeholder for batches not loaded yet; loads them as soon as it comes into view. */
function MoreCell({
  row,
  onMore,
}: {
  row: Extract<TreeRow, { kind: 'more' }>;
  onMore: (status: BatchStatus) => void;
}) {
  const { status, loaded, failed } = row;
  // After each render: while what is loaded is read again, `onMore` does nothing.
  useEffect(() => {
    if (!failed) onMore(status);
  });
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      className={classes.cell}
      data-column="name"
      data-level={3}
      aria-colspan={9}
    >
      {failed ? (
        'Could not load these batches. Press Enter or click to try again.'
      ) : (
        <>
          <Loader size={14} aria-hidden="true" />
          {countLabel(loaded)} of {countLabel(row.count)} loaded
        </>
      )}
    </div>
  );
}
