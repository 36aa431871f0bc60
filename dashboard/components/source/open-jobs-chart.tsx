'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { LineChart } from '@mantine/charts';
import { memo } from 'react';
import type { SourceQuality } from '../../lib/api/types.ts';
import { formatTick } from '../../lib/format/number.ts';
import { formatUtc } from '../../lib/format/time.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { type OpenJobsPoint, openJobsOver } from '../../lib/sources/quality.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import { useUnchanged } from '../charts/use-unchanged.ts';
import { Y_AXIS } from '../charts/y-axis.ts';
import { LINE_STYLE } from './line-style.ts';

const TITLE = 'Open jobs';
const SERIES = [{ name: 'openJobs', label: TITLE, color: 'var(--ff-bar-new)' }];

/** Open jobs of a source after each of its last runs, and now. */
export function OpenJobsChart({ quality, now }: { quality: SourceQuality; now: string }) {
  const points = useUnchanged(openJobsOver(quality, now));
  return (
    <ChartCard title={TITLE} hint="times in UTC; after each run" table={<OpenJobsTable points={points} />}>
      <Line points={points} />
    </ChartCard>
  );
}

const Line = memo(function DrawnLine({ points }: { points: OpenJobsPoint[] }) {
  const data = points.map(({ at, openJobs }) => ({ at: labelOf(at), openJobs }));
  return (
    <LineChart
      {...LINE_STYLE}
      data={data}
      dataKey="at"
      series={SERIES}
      valueFormatter={countLabel}
      yAxisProps={{ ...Y_AXIS, tickFormatter: formatTick, allowDecimals: false }}
      lineChartProps={{ title: `${TITLE}, over time` }}
    />
  );
});

function OpenJobsTable({ points }: { points: readonly OpenJobsPoint[] }) {
  const rows = points.toReversed().map(({ at, runId, openJobs }) => ({
    key: runId ?? 'now',
    label: runId === null ? 'Now' : labelOf(at),
    href: runId && runHref(runId),
    values: [countLabel(openJobs)],
  }));
  return <ChartTable title={TITLE} head="Run" columns={[{ label: TITLE, numeric: true }]} rows={rows} />;
}

function labelOf(at: string): string {
  return formatUtc(Date.parse(at));
}
