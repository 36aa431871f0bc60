import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const RECORDS = Number(process.env['FAULT_RECORDS'] ?? 100_000);
const KILLS = 20;
const WORKERS = 3;

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 200 });
});
afterEach(() => stack.close());

test(`${KILLS} SIGKILLs of random workers during an import lose nothing and count nothing twice`, async () => {
  const chance = createChance();
  const feed = {
    records: RECORDS,
    duplicates: Math.floor(RECORDS / 100),
    broken: Math.floor(RECORDS / 200),
    seed: chance.seed % 1_000,
  };
  const workers: Process[] = [];
  for (let n = 0; n < WORKERS; n += 1) workers.push(await stack.startReady('worker'));
  const startedAt = performance.now();
  const runId = await stack.startImport('killed', feed);
  let kills = 0;
  let ended = false;
  const end = waitForEnd(stack, runId, 170_000).finally(() => {
    ended = true;
  });
  while (kills < KILLS && !ended) {
    await sleep(chance.whole(100, 1_500));
    const victim = chance.whole(0, WORKERS - 1);
    await workers[victim]?.kill();
    kills += 1;
    workers[victim] = await stack.start('worker');
  }
  const run = await end;
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const { fetchAttempt } = run.fetch;
  const tries = await stack.db
    .collection('import_batches')
    .aggregate([{ $group: { _id: null, tries: { $sum: '$tries' }, batches: { $sum: 1 } } }])
    .toArray();
  reportFigures('kill -9 of workers', chance.seed, {
    records: RECORDS,
    kills,
    seconds,
    fetchAttempt,
    ...tries[0],
  });
  await expectExactImport(stack, run, feed);
  expect(kills).toBe(KILLS);
});
