'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import type { RunStats } from '../../lib/api/types.ts';
import { axisTicks, bucketLabel } from '../../lib/charts/axis-labels.ts';
import { runCount } from '../../lib/overview/run-stats.ts';
import { runsHref, within } from '../../lib/overview/runs-link.ts';
import { useDragSpan } from '../charts/use-drag-span.ts';

export interface BucketChartProps {
  stats: RunStats;
  /** Called after a drag over a span of the chart. */
  onZoom: (span: { fromMs: number; toMs: number }) => void;
}

/** The common props of charts over time buckets: axis, tooltip label, drag and click. */
export function useBucketChart({ stats, onZoom }: BucketChartProps) {
  const router = useRouter();
  const { buckets } = stats;
  const { area, chartKey, handlers } = useDragSpan({
    onSpan(first, last) {
      const [from, to] = [buckets[first]?.from, buckets[last]?.to];
      if (from && to) onZoom({ fromMs: Date.parse(from), toMs: Date.parse(to) });
    },
    onPick(index) {
      const bucket = buckets[index];
      if (bucket && runCount(bucket) > 0) router.push(runsHref(within(bucket, stats)));
    },
  });
  const { ticks, label } = useMemo(() => axisTicks(buckets), [buckets]);
  const byFrom = useMemo(() => new Map(buckets.map((bucket) => [bucket.from, bucket])), [buckets]);
  return {
    dataKey: 'from',
    chartKey,
    handlers,
    referenceAreas: area
      ? [{ x1: buckets[area.first]?.from, x2: buckets[area.last]?.from, color: 'var(--ff-running)' }]
      : [],
    xAxisProps: {
      ticks,
      tickFormatter: label,
      minTickGap: 28,
      interval: 'equidistantPreserveStart' as const,
    },
    tooltipProps: {
      // Points without a value have a tooltip too: the keyboard visits all points.
      filterNull: false,
      labelFormatter: (from: unknown) => {
        const bucket = byFrom.get(String(from));
        return bucket ? `${bucketLabel(bucket)}, ${amountLabel(runCount(bucket), 'run')}` : null;
      },
    },
  };
}
