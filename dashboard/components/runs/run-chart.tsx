'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { BarChart } from '@mantine/charts';
import { Chip, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { memo, useCallback, useMemo, useState } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { formatTick } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatUtcMinute } from '../../lib/format/time.ts';
import { CHARTED_OUTCOMES } from '../../lib/runs/outcomes.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { useUnchanged } from '../charts/use-unchanged.ts';
import { Y_AXIS } from '../charts/y-axis.ts';
import classes from './run-chart.module.css';
import { RunChartTable } from './run-chart-table.tsx';

const RUNS_SHOWN = 30;

/**
 * The first runs of the list, one stacked bar each. A click on a bar opens its run. If the list is sorted by
 * newest first, the newest run is on the right.
 */
export function RunChart({ runs, newestFirst }: { runs: RunSummary[]; newestFirst: boolean }) {
  const router = useRouter();
  const [shown, setShown] = useState<string[]>(CHARTED_OUTCOMES.map(({ key }) => key));
  const charted = useMemo(() => {
    const first = runs.slice(0, RUNS_SHOWN);
    return newestFirst ? first.reverse() : first;
  }, [runs, newestFirst]);
  const bars = useUnchanged(charted.map(toBar));
  const openRun = useCallback((runId: string) => router.push(runHref(runId)), [router]);

  return (
    <ChartCard
      title="Records per run"
      hint={`times in UTC; ${newestFirst ? 'latest' : 'first'} ${charted.length}`}
      table={<RunChartTable runs={charted} newestFirst={newestFirst} />}
    >
      <Legend shown={shown} onChange={setShown} />
      <Bars bars={bars} shown={shown} onOpen={openRun} />
    </ChartCard>
  );
}

type Bar = Record<string, string | number> & { started: string; runId: string };

const Bars = memo(function DrawnBars({
  bars,
  shown,
  onOpen,
}: {
  bars: Bar[];
  shown: string[];
  onOpen: (runId: string) => void;
}) {
  const series = CHARTED_OUTCOMES.filter(({ key }) => shown.includes(key)).map(({ key, label, color }) => ({
    name: key,
    label,
    color,
  }));
  return (
    <BarChart
      data={bars}
      dataKey="started"
      type="stacked"
      series={series}
      valueFormatter={countLabel}
      maxBarWidth={28}
      gridAxis="x"
      tickLine="none"
      yAxisProps={{ ...Y_AXIS, tickFormatter: formatTick }}
      xAxisProps={{
        minTickGap: 24,
        tickFormatter: (label: string) => label.slice(label.lastIndexOf(' · ') + 3),
      }}
      // Bars that animate at every event would flicker.
      barProps={{ isAnimationActive: false, cursor: 'pointer' }}
      tooltipAnimationDuration={0}
      barChartProps={{
        title: 'New, updated, unchanged and failed records and closed jobs of the first runs in the list',
        onClick: (state) => {
          const bar = bars[Number(state.activeTooltipIndex)];
          if (bar) onOpen(bar.runId);
        },
      }}
    />
  );
});

function toBar(run: RunSummary): Bar {
  const counts = Object.fromEntries(CHARTED_OUTCOMES.map(({ key }) => [key, run[key]]));
  const started = `${safeText(run.sourceName, 40)} · ${formatUtcMinute(Date.parse(run.startedAt)).slice(0, 5)}`;
  return { ...counts, started, runId: run.runId };
}

/** Selects the stacked outcomes: hide the many unchanged records to see the few that changed. */
function Legend({ shown, onChange }: { shown: string[]; onChange: (keys: string[]) => void }) {
  return (
    <Chip.Group multiple value={shown} onChange={onChange}>
      <Group gap={6} mb="xs" role="group" aria-label="Outcomes shown">
        {CHARTED_OUTCOMES.map(({ key, label, color }) => (
          <Chip
            key={key}
            value={key}
            size="xs"
            variant="outline"
            color="gray"
            classNames={{ label: classes.chip }}
          >
            <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
            {label}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
