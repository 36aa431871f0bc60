import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { usageOf } from './process-usage.ts';
import type { Stack } from './stack.ts';

export interface Yardstick {
  recordsPerSecond: number;
  /** CPU seconds of the inserting process and of mongod together, for 100,000 documents. */
  cpuSecondsPer100k: number;
}

/** Measures inserting ready documents, which is the upper limit for imports. */
export async function measureRawInsert(stack: Stack, records: number, batchSize: number): Promise<Yardstick> {
  const mongod = stack.processes.find(({ name }) => name === 'mongod');
  const before = mongod ? (await usageOf(mongod.pid)).cpuSeconds : 0;
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'raw-insert.ts'),
    '--uri',
    stack.mongoUri,
    '--records',
    String(records),
    '--batch-size',
    String(batchSize),
  ]);
  const { seconds, cpuSeconds } = JSON.parse(stdout) as { seconds: number; cpuSeconds: number };
  const mongodCpu = mongod ? (await usageOf(mongod.pid)).cpuSeconds - before : 0;
  return {
    recordsPerSecond: Math.round(records / seconds),
    cpuSecondsPer100k: Math.round(((cpuSeconds + mongodCpu) / records) * 1e6) / 10,
  };
}
