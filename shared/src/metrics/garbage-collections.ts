import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { Histogram, type Registry } from 'prom-client';

const NAME = 'nodejs_gc_duration_seconds';
const kinds = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/**
 * Counts the garbage collections of this thread in place of prom-client's metric of the same name, which has only the
 * first one of each turn of the event loop, and so the fewest where most time is spent.
 */
export function countCollections(registry: Registry): void {
  registry.removeSingleMetric(NAME);
  const durations = new Histogram({
    name: NAME,
    help: 'Time spent on garbage collections, by kind.',
    labelNames: ['kind'],
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
    registers: [registry],
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) durations.observe({ kind: kindOf(entry) }, entry.duration / 1_000);
  });
  observer.observe({ entryTypes: ['gc'] });
}

function kindOf(entry: PerformanceEntry & { detail?: { kind?: number } }): string {
  return kinds.get(entry.detail?.kind ?? 0) ?? 'other';
}
