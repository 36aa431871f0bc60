import type { Queue } from 'bullmq';
import type { HealthLevel } from '../model/quality.ts';
import type { Source } from '../model/source.ts';
import type { Clock } from '../process/clock.ts';
import type { Connections } from '../process/connections.ts';
import { healthOf, isDisabledByUser } from '../quality/source-health.ts';
import type { Metrics } from './metrics.ts';
import type { Collect } from './metrics-server.ts';
import { scheduleLatenessMs } from './schedule-lateness.ts';

export interface SystemCollectorDeps
  extends Pick<Connections, 'database' | 'queues' | 'fetchSlots' | 'facts'> {
  metrics: Metrics;
  clock: Clock;
}

/** Sources shown with the number of their failures, or their health. */
const MAX_FAILING_SOURCES = 200;

/**
 * What is true of the whole installation, whichever process finds it out: queues, runs, sources, processes,
 * Redis. Each is reset before it is collected, so that no stale value is reported.
 */
export function systemCollectors(
  deps: SystemCollectorDeps,
  options: { defaultIntervalMinutes: number },
): Collect[] {
  const { metrics, queues, facts } = deps;
  const { sources, runFigures } = deps.database;

  async function collectQueue(name: string, queue: Queue): Promise<void> {
    for (const [state, jobs] of Object.entries(await queue.getJobCounts())) {
      metrics.queueJobs.set({ queue: name, state }, jobs);
    }
  }

  function collectHealth(listed: readonly Source[]): void {
    const counts: Record<HealthLevel, number> = { healthy: 0, warning: 0, failing: 0 };
    const unhealthy: { name: string; level: number }[] = [];
    for (const source of listed) {
      const { level } = healthOf(source, deps.clock(), options.defaultIntervalMinutes);
      counts[level] += 1;
      if (level !== 'healthy') unhealthy.push({ name: source.name, level: level === 'failing' ? 2 : 1 });
    }
    for (const [health, count] of Object.entries(counts)) metrics.sources.set({ health }, count);
    const worst = unhealthy.toSorted((a, b) => b.level - a.level).slice(0, MAX_FAILING_SOURCES);
    for (const { name, level } of worst) metrics.sourceHealth.set({ source: name }, level);
  }

  return [
    async () => {
      metrics.queueJobs.reset();
      const { runs, feeds, previews, batches, alerts } = queues;
      await Promise.all(
        Object.entries({ runs, feeds, previews, batches, alerts }).map(([name, queue]) =>
          collectQueue(name, queue),
        ),
      );
    },
    async () => {
      const gauges = [metrics.fetchSlots, metrics.fetchSlotsBusy, metrics.fetchSlotsTaken];
      for (const gauge of gauges) gauge.remove();
      const { slots, busy, allTakenForMs } = await deps.fetchSlots.read();
      metrics.fetchSlots.set(slots);
      metrics.fetchSlotsBusy.set(busy);
      metrics.fetchSlotsTaken.set((allTakenForMs ?? 0) / 1_000);
    },
    async () => {
      for (const gauge of [metrics.runningRuns, metrics.oldestRunningRun, metrics.oldestWaitingBatch]) {
        gauge.remove();
      }
      const { running, oldestAttemptAt, oldestWaitingAt } = await runFigures.running();
      const ageSeconds = (from: Date | null) =>
        from === null ? 0 : Math.max(0, deps.clock().getTime() - from.getTime()) / 1_000;
      metrics.runningRuns.set(running);
      metrics.oldestRunningRun.set(ageSeconds(oldestAttemptAt));
      metrics.oldestWaitingBatch.set(ageSeconds(oldestWaitingAt));
    },
    async () => {
      metrics.failuresInARow.reset();
      metrics.sources.reset();
      metrics.sourceHealth.reset();
      metrics.scheduleLateness.remove();
      const listed = (await sources.list()).filter((source) => !isDisabledByUser(source));
      const failing = listed
        .filter((source) => (source.failuresInARow ?? 0) > 0)
        .toSorted((a, b) => (b.failuresInARow ?? 0) - (a.failuresInARow ?? 0))
        .slice(0, MAX_FAILING_SOURCES);
      for (const { name, failuresInARow = 0 } of failing) {
        metrics.failuresInARow.set({ source: name }, failuresInARow);
      }
      collectHealth(listed);
      const latenessMs = scheduleLatenessMs(listed, deps.clock(), options.defaultIntervalMinutes);
      metrics.scheduleLateness.set(latenessMs / 1_000);
    },
    async () => {
      metrics.processes.reset();
      for (const [kind, count] of Object.entries(await facts.processes()))
        metrics.processes.set({ kind }, count);
    },
    async () => {
      metrics.redisUsedMemory.remove();
      metrics.redisMaxMemory.remove();
      const { usedMemoryBytes, maxMemoryBytes } = await facts.redis();
      metrics.redisUsedMemory.set(usedMemoryBytes);
      metrics.redisMaxMemory.set(maxMemoryBytes ?? 0);
    },
  ];
}
