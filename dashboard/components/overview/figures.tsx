import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { RunStats } from '../../lib/api/types.ts';
import { formatAmount, formatCompact, formatCount, formatShare } from '../../lib/format/number.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { runCount } from '../../lib/overview/figures.ts';
import { runsHref } from '../../lib/overview/runs-link.ts';
import { Figure, FigureGrid } from '../ui/figures.tsx';

/** What all runs of the time came to. */
export function Figures({ stats }: { stats: RunStats }) {
  const { total } = stats;
  const { runs, durationMs, recordsPerSecond } = total;
  const judged = runs.completed + runs.partial + runs.failed;
  return (
    <FigureGrid columns={6}>
      <Figure
        name="Runs"
        mark={{ 'data-figure': 'Runs' }}
        note={runs.running > 0 ? `${formatCount(runs.running)} running` : ''}
      >
        {runCount(total) > 0 ? (
          <Anchor component={Link} href={runsHref(stats)} prefetch={false} inherit>
            {formatCount(runCount(total))}
          </Anchor>
        ) : (
          '0'
        )}
      </Figure>
      <Figure name="Completed" mark={{ 'data-figure': 'Completed' }} note={troubles(runs)}>
        {judged > 0 ? formatShare(runs.completed, judged) : '–'}
      </Figure>
      <Figure
        name="Records read"
        mark={{ 'data-figure': 'Records read' }}
        note={`${formatCount(total.failedJobs)} failed`}
      >
        {formatCount(total.totalFetched)}
      </Figure>
      <Figure
        name="New jobs"
        mark={{ 'data-figure': 'New jobs' }}
        note={`${formatCount(total.updatedJobs)} updated`}
      >
        {formatCount(total.newJobs)}
      </Figure>
      <Figure
        name="Half of the runs took"
        mark={{ 'data-figure': 'Half of the runs took' }}
        note={durationMs.p95 === null ? '' : `95 of 100: ${formatDuration(durationMs.p95)}`}
      >
        {durationMs.p50 === null ? '–' : formatDuration(durationMs.p50)}
      </Figure>
      <Figure name="Throughput" mark={{ 'data-figure': 'Throughput' }} note="records per second">
        {recordsPerSecond === null ? '–' : formatCompact(recordsPerSecond)}
      </Figure>
    </FigureGrid>
  );
}

function troubles({ partial, failed }: RunStats['total']['runs']): string {
  const told = [
    failed > 0 && `${formatCount(failed)} failed`,
    partial > 0 && `${formatCount(partial)} partial`,
  ];
  return told.filter(Boolean).join(', ') || formatAmount(0, 'failure');
}
