import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { type ReplicaSet, startReplicaSet } from './replica-set.ts';
import { createChance, reportFigures } from './seed.ts';

let stack: FaultStack;
let replicas: ReplicaSet;
beforeEach(async () => {
  // One attempt only: an election must not use it up.
  [stack, replicas] = await Promise.all([
    startFaultStack({ batchSize: 50, batchAttempts: 1, fetchAttempts: 1 }),
    startReplicaSet(),
  ]);
});
afterEach(async () => {
  await stack.close();
  await replicas.close();
});

test('elections of another primary while batches are written change no counter and use up no attempt', async () => {
  const chance = createChance();
  const outcome = await stack.withMongo(replicas.url);
  const env = { MONGODB_URI: replicas.url };
  const workers: Process[] = [];
  for (let n = 0; n < 2; n += 1) workers.push(await stack.startReady('worker', env));
  const feed = { records: 15_000, duplicates: 100, broken: 50, seed: chance.seed % 1_000 };
  const runId = await outcome.startImport('elected', feed);
  const primaries: string[] = [];
  const awayMs: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const goal = (n + 1) * 2_000;
    await waitFor('batches to be written', 120_000, async () => {
      const sums = await outcome.database.importBatches.sums(runId).catch(() => null);
      return sums !== null && sums.newJobs >= goal;
    });
    const before = await replicas.primary();
    const downAt = performance.now();
    await replicas.stepDown();
    await waitFor('another primary', 60_000, async () => {
      const now = await replicas.primary().catch(() => null);
      return now !== null && now !== before;
    });
    awayMs.push(Math.round(performance.now() - downAt));
    primaries.push(before ?? '');
    await sleep(chance.whole(0, 500));
  }
  const run = await waitForEnd(outcome, runId, 180_000);
  await expectExactImport(outcome, run, feed, { attempt: 1 });
  for (const worker of workers) expect(await countLines(worker, /^job failed/)).toBe(0);
  // The members that took over have what was confirmed before.
  await using client = await MongoClient.connect(replicas.url);
  const majority = await client
    .db()
    .collection('jobs')
    .countDocuments({}, { readConcern: { level: 'majority' } });
  expect(majority).toBe(run.newJobs);
  const { fetchAttempt } = run.fetch;
  const figures = { awayMs, members: new Set(primaries).size, fetchAttempt };
  reportFigures('step-downs of the primary', chance.seed, figures);
}, 400_000);
