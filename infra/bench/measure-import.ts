import { setTimeout as sleep } from 'node:timers/promises';
import { noCounters, type Run, type RunCounters } from '@feedflow/shared/model/run';
import { sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { busyCoreSeconds, type Usage, usageOf } from './process-usage.ts';
import type { Stack } from './stack.ts';

export interface ImportMeasure {
  name: string;
  seconds: number;
  recordsPerSecond: number;
  /** CPU seconds of each process during this import. */
  cpuSeconds: Record<string, number>;
  /** The total of all workers, mongod and Redis. */
  cpuSecondsPer100k: number;
  /** How many cores of the machine were busy, on average. */
  coresBusy: number;
  /** Peak memory of each process since its start. */
  peakMemoryMb: Record<string, number>;
  /** The highest of all workers. */
  workerPeakMb: number;
  redisPeakMb: number;
  counters: RunCounters;
  /** The number of known records that were not parsed, or the reasons for full imports. */
  known: string;
}

export interface ImportPlan {
  name: string;
  /** Feeds imported at once. */
  feeds: number;
  /** The parameters of each sample feed, as for /feed. */
  parameters: Record<string, number>;
  /** Whether to make full imports. */
  full: boolean;
}

/** Imports feeds and measures it. @throws Error if an import does not complete */
export async function measureImport(stack: Stack, plan: ImportPlan): Promise<ImportMeasure> {
  const query = new URLSearchParams(mapValues(plan.parameters, String));
  const sources = Array.from({ length: plan.feeds }, (_, n) => {
    const name = `bench-${n}`;
    return sourceConfig.parse({ name, url: `${stack.feedsUrl}/published/${name}` });
  });
  for (const { url } of sources) await putFeed(`${url}?${query}`);
  await stack.database.sources.upsert(sources, systemClock());
  const before = await usages(stack);
  const busyBefore = busyCoreSeconds();
  const startedMs = performance.now();
  const started = await Promise.all(sources.map((source) => stack.startImport(source, { full: plan.full })));
  let redisPeakMb = 0;
  const runs: Run[] = [];
  for (const { runId } of started) {
    for (;;) {
      const run = await stack.database.importLogs.find(runId);
      redisPeakMb = Math.max(redisPeakMb, await redisMemoryMb(stack));
      if (run && run.status !== 'running') {
        runs.push(run);
        break;
      }
      await sleep(50);
    }
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  const coresBusy = round((busyCoreSeconds() - busyBefore) / seconds);
  const after = await usages(stack);
  const failed = runs.find((run) => run.status !== 'completed');
  if (failed) throw new Error(`the import is ${failed.status}: ${JSON.stringify(failed.error)}`);
  const counters = sumCounters(runs);
  const cpuSeconds = mapValues(after, (usage, key) =>
    round(usage.cpuSeconds - (before[key]?.cpuSeconds ?? 0)),
  );
  const peakMemoryMb = mapValues(after, (usage) => usage.peakMemoryMb);
  const counted = Object.entries(cpuSeconds).filter(([name]) => name !== 'sample-feeds');
  const cpu = counted.reduce((sum, [, one]) => sum + one, 0);
  const workers = Object.entries(peakMemoryMb).filter(([name]) => name.startsWith('worker'));
  return {
    name: plan.name,
    seconds,
    recordsPerSecond: Math.round(counters.totalFetched / seconds),
    cpuSeconds,
    cpuSecondsPer100k: round((cpu / counters.totalFetched) * 100_000),
    coresBusy,
    peakMemoryMb,
    workerPeakMb: Math.max(...workers.map(([, peak]) => peak)),
    redisPeakMb: round(redisPeakMb),
    counters,
    known: knownOf(runs),
  };
}

function knownOf(runs: Run[]): string {
  const reasons = new Set(
    runs.map((run) => run.fetch.comparison?.fullReadReason).filter((one) => one != null),
  );
  const known = runs.reduce((sum, run) => sum + (run.fetch.comparison?.knownRecords ?? 0), 0);
  return [...reasons, ...(known > 0 ? [String(known)] : [])].join(', ') || '0';
}

function sumCounters(runs: Run[]): RunCounters {
  const sum = { ...noCounters };
  for (const run of runs) {
    for (const name of Object.keys(noCounters) as (keyof RunCounters)[]) sum[name] += run[name];
  }
  return sum;
}

/** Publishes a feed at the sample feeds. */
export async function putFeed(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { method: 'PUT' });
      if (response.ok) return;
      throw new Error(`the sample feeds responded with ${response.status}: ${await response.text()}`);
    } catch (error) {
      // The server may still be starting.
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}

async function usages(stack: Stack): Promise<Record<string, Usage>> {
  const entries = stack.processes.map(async ({ name, pid }) => [name, await usageOf(pid)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function redisMemoryMb(stack: Stack): Promise<number> {
  const info = await stack.redis.info('memory');
  return Number(/used_memory:(\d+)/.exec(info)?.[1] ?? 0) / 1024 / 1024;
}

function mapValues<T, R>(record: Record<string, T>, change: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
