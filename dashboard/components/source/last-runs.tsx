import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { CSSProperties } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { formatDuration, formatUtc } from '../../lib/format/time.ts';
import { pathWith } from '../../lib/path-with.ts';
import { COUNTED } from '../../lib/runs/outcomes.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { barHeights } from '../../lib/sources/source-page.ts';
import { RunDuration } from '../ui/run-duration.tsx';
import { Status, shownStatus, statusLabel } from '../ui/status.tsx';
import { RelativeTime } from '../ui/time.tsx';
import classes from './source.module.css';

/** Rows of the table; the strip has all runs. */
const ROWS = 10;

/**
 * The last runs as a strip, coloured by status, its bars as high as the runs were long, and the newest of them as a
 * table.
 */
export function LastRuns({ name, runs }: { name: string; runs: readonly RunSummary[] }) {
  return (
    <Paper component="section" aria-labelledby="last-runs">
      <Group justify="space-between" p="sm" pb={0}>
        <Title order={2} id="last-runs">
          Last runs
        </Title>
        <Anchor component={Link} href={pathWith('/runs', { source: name })} size="sm">
          All runs
        </Anchor>
      </Group>
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed" p="sm">
          No runs yet. The source is imported when it is next due, or when you select “Run now”.
        </Text>
      ) : (
        <>
          <Strip runs={runs} />
          <RunTable runs={runs.slice(0, ROWS)} />
        </>
      )}
    </Paper>
  );
}

function Strip({ runs }: { runs: readonly RunSummary[] }) {
  const heights = barHeights(runs);
  return (
    <ol className={classes.strip} aria-label={`Last ${amountLabel(runs.length, 'run')}, the oldest first`}>
      {runs
        .map((run, index) => (
          <li key={run.runId} style={{ '--size': heights[index] } as CSSProperties}>
            <Link
              href={runHref(run.runId)}
              prefetch={false}
              className={classes.bar}
              data-status={run.status}
              title={runLabel(run)}
              aria-label={runLabel(run)}
            />
          </li>
        ))
        .toReversed()}
    </ol>
  );
}

function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>Started</th>
          <th>Status</th>
          <th data-numeric>Duration</th>
          {COUNTED.map(({ key, label }) => (
            <th key={key} data-numeric>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.runId} data-run={run.runId}>
            <td data-label="Started">
              <Anchor component={Link} href={runHref(run.runId)} prefetch={false} inherit>
                <RelativeTime at={run.startedAt} />
              </Anchor>
            </td>
            <td data-label="Status">
              <Status status={shownStatus(run)} />
            </td>
            <td data-label="Duration" data-numeric>
              <RunDuration run={run} />
            </td>
            {COUNTED.map(({ key, label }) => (
              <td key={key} data-label={label} data-numeric data-empty={run[key] === 0 || undefined}>
                {countLabel(run[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function runLabel(run: RunSummary): string {
  const { durationMs } = run.meta;
  const took = durationMs === null ? '' : `, ${formatDuration(durationMs)}`;
  return `${statusLabel(shownStatus(run))}, ${formatUtc(Date.parse(run.startedAt))}${took}`;
}
