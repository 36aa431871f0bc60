import { Anchor, Paper } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RunStats } from '../../lib/api/queries.ts';
import { formatAmount, formatCompact, formatCount, formatShare } from '../../lib/format/number.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { runCount } from '../../lib/overview/figures.ts';
import { runsHref } from '../../lib/overview/runs-link.ts';
import classes from './figures.module.css';

/** What all runs of the time came to. */
export function Figures({ stats }: { stats: RunStats }) {
  const { total } = stats;
  const { runs, durationMs, recordsPerSecond } = total;
  const judged = runs.completed + runs.partial + runs.failed;
  return (
    <Paper component="dl" className={classes.figures}>
      <Figure name="Runs" note={runs.running > 0 ? `${formatCount(runs.running)} running` : ''}>
        {runCount(total) > 0 ? (
          <Anchor component={Link} href={runsHref(stats)} prefetch={false} inherit>
            {formatCount(runCount(total))}
          </Anchor>
        ) : (
          '0'
        )}
      </Figure>
      <Figure name="Completed" note={troubles(runs)}>
        {judged > 0 ? formatShare(runs.completed, judged) : '–'}
      </Figure>
      <Figure name="Records read" note={`${formatCount(total.failedJobs)} failed`}>
        {formatCount(total.totalFetched)}
      </Figure>
      <Figure name="New jobs" note={`${formatCount(total.updatedJobs)} updated`}>
        {formatCount(total.newJobs)}
      </Figure>
      <Figure
        name="Half of the runs took"
        note={durationMs.p95 === null ? '' : `95 of 100: ${formatDuration(durationMs.p95)}`}
      >
        {durationMs.p50 === null ? '–' : formatDuration(durationMs.p50)}
      </Figure>
      <Figure name="Throughput" note="records per second">
        {recordsPerSecond === null ? '–' : formatCompact(recordsPerSecond)}
      </Figure>
    </Paper>
  );
}

function Figure({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd className={classes.value} data-figure={name}>
        {children}
      </dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  );
}

function troubles({ partial, failed }: RunStats['total']['runs']): string {
  const told = [
    failed > 0 && `${formatCount(failed)} failed`,
    partial > 0 && `${formatCount(partial)} partial`,
  ];
  return told.filter(Boolean).join(', ') || formatAmount(0, 'failure');
}
