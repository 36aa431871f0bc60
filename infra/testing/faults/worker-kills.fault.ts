import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '@feedflow/shared/model/batch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const RECORDS = Number(process.env['FAULT_RECORDS'] ?? 100_000);
const KILLS = 20;
const WORKERS = 3;

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 200 });
});
afterEach(() => stack.close());

/** The process that reads the run's feed, and whether it has read a record: the counts may still be those of one before. */
async function readerOf(runId: string): Promise<{ pid: number; hasRead: boolean }> {
  const run = await stack.database.importLogs.find(runId);
  return {
    pid: Number(run?.fetch.worker?.split(':')[1]),
    hasRead: typeof run?.fetch.firstRecordMs === 'number',
  };
}

test(`${KILLS} SIGKILLs of random workers during an import lose no record and count none twice`, async () => {
  const chance = createChance();
  const feed = {
    records: RECORDS,
    duplicates: Math.floor(RECORDS / 100),
    broken: Math.floor(RECORDS / 200),
    seed: chance.seed % 1_000,
  };
  const ready: Process[] = [];
  for (let n = 0; n < WORKERS; n += 1) ready.push(await stack.startReady('worker'));
  const startedAt = performance.now();
  const runId = await stack.startImport('killed', feed);
  let ended = false;
  const end = waitForEnd(stack, runId, 560_000).finally(() => {
    ended = true;
  });
  let kills = 0;
  const replacements: Promise<unknown>[] = [];
  while (kills < KILLS && !ended) {
    await sleep(chance.whole(100, 1_500));
    // Killing a worker that is still starting interrupts nothing.
    await waitFor('two workers to be at work', 60_000, async () => ready.length >= 2);
    // Every other kill spares the worker that reads the feed, so that it hits batches while new ones arrive. So do
    // those before its first record: a feed whose worker is lost there twice fails, as the cause of it.
    const reader = await readerOf(runId);
    const isSpared = kills % 2 === 1 || !reader.hasRead;
    const victim = chance.pick(ready.filter(({ pid }) => !isSpared || pid !== reader.pid));
    ready.splice(ready.indexOf(victim), 1);
    await victim.kill();
    kills += 1;
    replacements.push(stack.startReady('worker').then((worker) => ready.push(worker)));
  }
  const run = await end;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  await Promise.all(replacements);
  const { fetchAttempt } = run.fetch;
  const batches = await stack.db.collection<Batch>('import_batches').find({}).toArray();
  const retried = batches.filter(({ tries }) => tries > 1).length;
  const figures = { records: RECORDS, kills, seconds, fetchAttempt, batches: batches.length, retried };
  reportFigures('kill -9 of workers', chance.seed, figures);
  await expectExactImport(stack, run, feed);
  expect(kills).toBe(KILLS);
  // Otherwise no kill interrupted any work.
  expect(retried + fetchAttempt - 1).toBeGreaterThan(0);
}, 600_000);
