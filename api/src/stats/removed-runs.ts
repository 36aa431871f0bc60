import { type RemovedRuns, removedRuns } from '@feedflow/shared/model/run-stats';
import type { RunTotalsStore } from '@feedflow/shared/mongo/runs/run-totals';
import { counterNames, statuses } from './run-store.ts';

type Summed = NonNullable<RemovedRuns['total']>;

const LISTED_SOURCES = 200;

/** Sums of removed runs, of all days or of those from `from` on and before `to`. */
export async function removedRunsOf(
  runTotals: Pick<RunTotalsStore, 'removedOf'>,
  range: { from?: Date; to?: Date; sourceName?: string },
): Promise<RemovedRuns> {
  const sources = await runTotals.removedOf(range);
  const sorted = sources.sort((a, b) => countOf(b) - countOf(a));
  return {
    sources: sorted.slice(0, LISTED_SOURCES),
    sourceCount: sources.length,
    total: sources.reduce<Summed | null>(add, null),
  };
}

function countOf({ runs }: Summed): number {
  return Object.values(runs).reduce((all, one) => all + one, 0);
}

function add(total: Summed | null, one: Summed): Summed {
  if (total === null) return removedRuns.shape.total.unwrap().parse(one);
  return {
    firstDay: new Date(Math.min(one.firstDay.getTime(), total.firstDay.getTime())),
    lastDay: new Date(Math.max(one.lastDay.getTime(), total.lastDay.getTime())),
    runs: sumOf(statuses, total.runs, one.runs),
    ...sumOf(counterNames, total, one),
    durationMs: total.durationMs + one.durationMs,
  };
}

function sumOf<Name extends string>(
  names: readonly Name[],
  a: Record<Name, number>,
  b: Record<Name, number>,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<Name, number>;
}
