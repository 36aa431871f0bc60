'use client';

import { LineChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { memo } from 'react';
import type { SourceQuality } from '../../lib/api/types.ts';
import { formatShare } from '../../lib/format/number.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { COUNTED } from '../../lib/runs/outcomes.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { type ChurnPoint, churnNote, churnOver, shareOf } from '../../lib/sources/quality.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import { Legend } from '../charts/legend.tsx';
import { useUnchanged } from '../charts/use-unchanged.ts';
import { Y_AXIS } from '../charts/y-axis.ts';
import { LINE_STYLE } from './line-style.ts';
import classes from './source-quality.module.css';

const TITLE = 'Changes per run';
/**
 * Bars of three series would be too narrow to be seen on a phone. Dashes tell the lines apart without their colours.
 */
const LINES = {
  newJobs: { name: 'newJobs' },
  updatedJobs: { name: 'updatedJobs', strokeDasharray: '5 3' },
  removedJobs: { name: 'closedJobs', strokeDasharray: '2 3' },
} as const;
const SERIES = COUNTED.flatMap(({ key, label, color }) =>
  key in LINES ? [{ ...LINES[key as keyof typeof LINES], label, color }] : [],
);

/** New, updated and closed jobs of each of the last runs as a share of the jobs of the feed. */
export function ChurnChart({ quality }: { quality: SourceQuality }) {
  const churn = useUnchanged(churnOver(quality.points));
  const note = churnNote(churn);
  return (
    <ChartCard
      title={TITLE}
      hint="times in UTC; share of the jobs in the feed"
      table={<ChurnTable churn={churn} />}
    >
      <Legend series={SERIES.map((line) => ({ ...line, dashed: 'strokeDasharray' in line }))} />
      {note && (
        <Text size="sm" className={classes.note} data-note="churn">
          {note}
        </Text>
      )}
      <Lines churn={churn} />
    </ChartCard>
  );
}

const Lines = memo(function DrawnLines({ churn }: { churn: ChurnPoint[] }) {
  const data = churn.map(({ at, jobs, newJobs, updatedJobs, closedJobs }) => ({
    at: formatUtc(Date.parse(at)),
    newJobs: shareOf(newJobs, jobs),
    updatedJobs: shareOf(updatedJobs, jobs),
    closedJobs: shareOf(closedJobs, jobs + closedJobs),
  }));
  return (
    <LineChart
      {...LINE_STYLE}
      data={data}
      dataKey="at"
      series={SERIES}
      valueFormatter={(share) => `${Math.round(share * 10) / 10}%`}
      yAxisProps={{ ...Y_AXIS, allowDecimals: false, tickFormatter: (share: number) => `${share}%` }}
      lineChartProps={{ title: 'New, updated and closed jobs of the last runs, in percent of the feed' }}
    />
  );
});

function ChurnTable({ churn }: { churn: readonly ChurnPoint[] }) {
  const rows = churn.toReversed().map(({ at, runId, jobs, newJobs, updatedJobs, closedJobs }) => ({
    key: runId,
    label: formatUtc(Date.parse(at)),
    href: runHref(runId),
    values: [
      formatShare(newJobs, jobs),
      formatShare(updatedJobs, jobs),
      formatShare(closedJobs, jobs + closedJobs),
    ],
  }));
  const columns = SERIES.map(({ label }) => ({ label, numeric: true }));
  return <ChartTable title={TITLE} head="Run" columns={columns} rows={rows} />;
}
