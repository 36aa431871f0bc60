import { setTimeout as sleep } from 'node:timers/promises';
import { sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { putFeed } from './measure-import.ts';
import type { Stack } from './stack.ts';

export interface SmallRun {
  /** From the request to the first job in MongoDB, and to the end of the run, in ms. */
  firstRecordMs: number;
  endMs: number;
}

const RECORDS = 25;

/** Imports a feed of 25 records that is new, and measures how long it takes. */
export async function measureSmallRun(stack: Stack, name: string): Promise<SmallRun> {
  const url = `${stack.feedsUrl}/published/${name}`;
  await putFeed(`${url}?records=${RECORDS}`);
  const source = sourceConfig.parse({ name, url });
  await stack.database.sources.upsert([source], systemClock());
  const startedMs = performance.now();
  const { runId } = await stack.startImport(source);
  let firstRecordMs = 0;
  for (;;) {
    if (firstRecordMs === 0 && (await stack.database.jobs.countBySource(url)) > 0) {
      firstRecordMs = performance.now() - startedMs;
    }
    const run = await stack.database.importLogs.find(runId);
    if (run && run.status !== 'running') break;
    await sleep(5);
  }
  const endMs = performance.now() - startedMs;
  return { firstRecordMs: Math.round(firstRecordMs || endMs), endMs: Math.round(endMs) };
}
