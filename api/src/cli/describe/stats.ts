import type { ResponseOf } from '@feedflow/shared/api/client';
import { allCounters } from '@feedflow/shared/model/counters';
import type { RunCounters } from '@feedflow/shared/model/run';
import { duration, table, timestamp } from '../text.ts';

type Sums = RunCounters & Pick<ResponseOf<'getRunStats'>['total'], 'runs'>;

const SUM_HEAD = ['SOURCE', 'RUNS', 'FAILED RUNS'].concat(
  allCounters.map(({ label }) => label.toUpperCase()),
);

function sumRow(name: string, sums: Sums): string[] {
  const runs = Object.values(sums.runs).reduce((sum, count) => sum + count, 0);
  const counted = [runs, sums.runs.failed].concat(allCounters.map(({ key }) => sums[key]));
  return [name].concat(counted.map(String));
}

export function describeStats(stats: ResponseOf<'getRunStats'>): string {
  const { total, sources } = stats;
  const rows = sources.map((one) =>
    sumRow(one.sourceName, one).concat(duration(one.durationMs.p50), duration(one.durationMs.p95)),
  );
  const all = sumRow('all', total).concat(duration(total.durationMs.p50), duration(total.durationMs.p95));
  const head = SUM_HEAD.concat('MEDIAN', 'P95');
  return `${timestamp(stats.from)} to ${timestamp(stats.to)} UTC\n${table(head, rows.concat([all]))}`;
}

export function describeRemovedRuns({ sources, total }: ResponseOf<'getRemovedRuns'>): string {
  if (!total) return 'no run was removed';
  const rows = sources.map((one) => sumRow(one.sourceName, one));
  const days = `runs of ${timestamp(total.firstDay).slice(0, 10)} to ${timestamp(total.lastDay).slice(0, 10)}`;
  return `${days}\n${table(SUM_HEAD, rows.concat([sumRow('all', total)]))}`;
}
