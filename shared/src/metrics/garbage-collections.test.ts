import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('each collection of a busy turn is counted', async () => {
  const { registry } = createMetrics();
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });

  // 800 MB, many times the largest young generation.
  const kept: unknown[] = [];
  for (let n = 0; n < 100_000; n++) kept[n % 1_000] = new Array(1_000).fill(n);
  await sleep(100);
  observer.disconnect();

  expect(collections).toBeGreaterThan(5);
  const counted = /^nodejs_gc_duration_seconds_count\{kind="minor"\} (\d+)$/m.exec(await registry.metrics());
  expect(Number(counted?.[1])).toBeGreaterThan(collections / 2);
});
