import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@feedflow/shared/clock';
import { type ImportLog, type RunCounters, runCounters } from '@feedflow/shared/import-log';
import { sourceConfig } from '@feedflow/shared/source';
import { type Usage, usageOf } from './process-usage.ts';
import type { Stack } from './stack.ts';

export interface ImportMeasure {
  name: string;
  seconds: number;
  recordsPerSecond: number;
  /** CPU seconds of each process during this import. */
  cpuSeconds: Record<string, number>;
  /** Peak memory of each process since its start. */
  peakMemoryMb: Record<string, number>;
  redisPeakMb: number;
  status: string;
  counters: RunCounters;
}

/**
 * Imports one feed and measures it.
 *
 * @param name what is measured
 * @param parameters of the sample feed, as its /feed takes them
 */
export async function measureImport(
  stack: Stack,
  name: string,
  parameters: Record<string, number>,
): Promise<ImportMeasure> {
  const query = new URLSearchParams(mapValues(parameters, String));
  const url = `${stack.feedsUrl}/published/bench`;
  await putFeed(`${url}?${query}`);
  const source = sourceConfig.parse({ name: 'bench', url });
  await stack.database.sources.upsert([source], systemClock());
  await stack.redis.config('RESETSTAT');
  const before = await usages(stack);
  let redisPeakMb = 0;
  const { runId } = await stack.starter.start(source, 'manual');
  let run: ImportLog | null = null;
  while (run?.status === undefined || run.status === 'running') {
    await sleep(100);
    run = await stack.database.importLogs.find(runId);
    redisPeakMb = Math.max(redisPeakMb, await redisMemoryMb(stack));
  }
  const after = await usages(stack);
  const seconds = (run.meta.durationMs ?? 0) / 1_000;
  return {
    name,
    seconds,
    recordsPerSecond: Math.round(run.totalFetched / Math.max(seconds, 0.001)),
    cpuSeconds: mapValues(after, (usage, key) => round(usage.cpuSeconds - (before[key]?.cpuSeconds ?? 0))),
    peakMemoryMb: mapValues(after, (usage) => usage.peakMemoryMb),
    redisPeakMb: round(redisPeakMb),
    status: run.status,
    counters: runCounters.parse(run),
  };
}

async function putFeed(url: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await fetch(url, { method: 'PUT' });
      if (response.ok) return;
      throw new Error(`the sample feeds answered ${response.status}: ${await response.text()}`);
    } catch (error) {
      // The server may be starting still.
      if (tries === 50) throw error;
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
