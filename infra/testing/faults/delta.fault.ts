import { setTimeout as sleep } from 'node:timers/promises';
import { defaultFailureThreshold, toleratedFailures } from '@feedflow/shared/model/failure-threshold';
import type { StoredJob } from '@feedflow/shared/model/job';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectChange } from '../sample-feeds/expect-feed.ts';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import { expectNoLeftovers, waitForEnd } from './exactness.ts';
import { type FaultStack, startFaultStack } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const RECORDS = Math.min(6_000, Number(process.env['FAULT_RECORDS'] ?? 6_000));
const ROUNDS = 6;

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 100 });
});
afterEach(() => stack.close());

/** The stored jobs of a source, without the fields that depend on the source. */
async function contentsOf(sourceName: string): Promise<string[]> {
  const jobs = stack.db.collection<StoredJob>('jobs').find({ sourceName });
  const contents = await jobs.map(({ externalId, contentHash }) => `${externalId} ${contentHash}`).toArray();
  return contents.sort();
}

test('workers killed during incremental imports leave nothing that a later import skips by mistake', async () => {
  const chance = createChance();
  const seed = chance.seed % 1_000;
  const base = { records: RECORDS, duplicates: 20, broken: 10, seed };
  const run = async (name: string, feed: FeedRequest) =>
    waitForEnd(stack, await stack.startImport(name, feed), 120_000);
  let worker = await stack.startReady('worker');
  await run('kept', base);

  let before: FeedRequest = base;
  let [kills, full, known] = [0, 0, 0];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const changed = chance.whole(1, RECORDS / 20);
    const feed = { ...base, changed };
    const runId = await stack.startImport('kept', feed);
    const end = waitForEnd(stack, runId, 120_000);
    if (round % 3 !== 0) {
      await sleep(chance.whole(20, 800));
      await worker.kill();
      kills += 1;
      worker = await stack.startReady('worker');
    }
    const ended = await end;
    const change = expectChange(before, feed);
    expect(ended).toMatchObject({
      status: toleratedFailures(defaultFailureThreshold, RECORDS) < 10 ? 'partial' : 'completed',
      newJobs: 0,
      updatedJobs: change.changed,
      unchangedJobs: change.unchanged,
      duplicateJobs: 20,
      failedJobs: 10,
      error: null,
    });
    if (ended.fetch.comparison?.fullReadReason) full += 1;
    known += ended.fetch.comparison?.knownRecords ?? 0;
    before = feed;
  }
  // A full import of the same feed for another source gives the same jobs.
  await run('control', before);
  expect(await contentsOf('kept')).toEqual(await contentsOf('control'));
  const last = await run('kept', before);
  expect(last).toMatchObject({ newJobs: 0, updatedJobs: 0, fetch: { comparison: { fullReadReason: null } } });
  expect(last.fetch.comparison?.knownRecords).toBe(last.totalFetched);
  await expectNoLeftovers(stack);
  reportFigures('kill -9 of workers that compare', chance.seed, { records: RECORDS, kills, full, known });
}, 300_000);
