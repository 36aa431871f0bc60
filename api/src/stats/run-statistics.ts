import type { RunStats } from '@feedflow/shared/model/run-stats';
import { addRun, emptySum, type FiguresSum, mergeSums, toFigures } from './figures.ts';
import type { RecentRuns } from './recent-runs.ts';
import { cutIntoBuckets } from './time-buckets.ts';

export interface StatsQuery {
  from: Date;
  to: Date;
  /** Only runs of this source. */
  sourceName?: string;
  /** The most buckets there may be. */
  buckets: number;
  timezone: string;
}

export interface RunStatistics {
  /** @throws FeedflowError 'request-invalid', 'query-too-broad' */
  of(query: StatsQuery): Promise<RunStats>;
}

const LISTED_SOURCES = 200;

/** Adds up runs by time and by source. */
export function createRunStatistics(deps: { recentRuns: RecentRuns }): RunStatistics {
  return {
    of: async (query) => {
      const { from, to, sourceName, timezone } = query;
      const boundaries = cutIntoBuckets({ from, to }, query.buckets, timezone);
      const store = await deps.recentRuns.since(from);
      const buckets = boundaries.slice(1).map(() => emptySum());
      const sources = new Map<string, FiguresSum>();
      store.forEach((run) => {
        if (run.startedAtMs < from.getTime() || run.startedAtMs >= to.getTime()) return;
        if (sourceName !== undefined && run.sourceName !== sourceName) return;
        const bucket = buckets[bucketOf(boundaries, run.startedAtMs)];
        if (bucket) addRun(bucket, run);
        const source = sources.get(run.sourceName) ?? emptySum();
        sources.set(run.sourceName, source);
        addRun(source, run);
      });
      return {
        from,
        to,
        timezone,
        buckets: buckets.map((sum, index) => {
          const [start = from, end = to] = boundaries.slice(index, index + 2);
          return { from: start, to: end, ...toFigures(sum) };
        }),
        sources: listed(sources),
        sourceCount: sources.size,
        total: toFigures(mergeSums(buckets)),
      };
    },
  };
}

/** The last bucket that begins at or before a timestamp. */
function bucketOf(boundaries: readonly Date[], atMs: number): number {
  let low = 0;
  let high = boundaries.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((boundaries[middle]?.getTime() ?? 0) <= atMs) low = middle;
    else high = middle;
  }
  return low;
}

function listed(sources: Map<string, FiguresSum>): RunStats['sources'] {
  return [...sources]
    .sort(([, a], [, b]) => b.runs - a.runs)
    .slice(0, LISTED_SOURCES)
    .map(([sourceName, sum]) => ({ sourceName, ...toFigures(sum) }));
}
