import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { RunStats } from '../../lib/api/types.ts';
import { formatCompact, formatShare } from '../../lib/format/number.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { runCount } from '../../lib/overview/run-stats.ts';
import { runsHref } from '../../lib/overview/runs-link.ts';
import { Stat, StatGrid } from '../ui/stat-grid.tsx';

/** Statistics of all runs in the time range. */
export function RunStatsGrid({ stats }: { stats: RunStats }) {
  const { total } = stats;
  const { runs, durationMs, recordsPerSecond } = total;
  const judged = runs.completed + runs.partial + runs.failed;
  return (
    <StatGrid columns={6}>
      <Stat name="Runs" note={runs.running > 0 ? `${countLabel(runs.running)} running` : ''}>
        {runCount(total) > 0 ? (
          <Anchor component={Link} href={runsHref(stats)} prefetch={false} inherit>
            {countLabel(runCount(total))}
          </Anchor>
        ) : (
          '0'
        )}
      </Stat>
      <Stat name="Completed" note={troubles(runs)}>
        {judged > 0 ? formatShare(runs.completed, judged) : '–'}
      </Stat>
      <Stat name="Records read" note={`${countLabel(total.failedJobs)} failed`}>
        {countLabel(total.totalFetched)}
      </Stat>
      <Stat name="New jobs" note={`${countLabel(total.updatedJobs)} updated`}>
        {countLabel(total.newJobs)}
      </Stat>
      <Stat
        name="Median duration"
        note={durationMs.p95 === null ? '' : `p95 ${formatDuration(durationMs.p95)}`}
      >
        {durationMs.p50 === null ? '–' : formatDuration(durationMs.p50)}
      </Stat>
      <Stat name="Throughput" note="records per second">
        {recordsPerSecond === null ? '–' : formatCompact(recordsPerSecond)}
      </Stat>
    </StatGrid>
  );
}

function troubles({ partial, failed }: RunStats['total']['runs']): string {
  const parts = [
    failed > 0 && `${countLabel(failed)} failed`,
    partial > 0 && `${countLabel(partial)} partial`,
  ];
  return parts.filter(Boolean).join(', ') || amountLabel(0, 'failure');
}
