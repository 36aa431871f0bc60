import type { StoredJob } from '@feedflow/shared/model/job';
import { type SourceConfig, sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { startRun } from '@feedflow/shared/run/start-run';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectNoLeftovers, waitForEnd } from './exactness.ts';
import { type FaultStack, startFaultStack, waitFor } from './fault-stack.ts';

/** So many that changing their keys takes longer than noticing it. */
const RECORDS = 20_000;

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 500 });
});
afterEach(() => stack.close());

/** The stored jobs of a source with their keys, by id. */
async function keysOf(sourceName: string): Promise<Map<string, string>> {
  const jobs = await stack.db.collection<StoredJob>('jobs').find({ sourceName, status: 'open' }).toArray();
  return new Map(jobs.map((job) => [`${job._id}`, job.dedupeKey]));
}

test('workers killed while stored jobs get other keys lose no job and create none again', async () => {
  const plain = await stack.addSource('rekeyed', { records: RECORDS });
  const run = async (config: SourceConfig) => {
    await stack.database.sources.upsert([config], systemClock());
    return (await startRun(stack.runDeps, stack.runOptions, config, 'manual')).runId;
  };
  const source = sourceConfig.parse({ ...plain, removeVanished: true });
  let worker = await stack.startReady('worker');
  await waitForEnd(stack, await run(source), 120_000);
  const before = await keysOf('rekeyed');
  expect(before.size).toBe(RECORDS);

  const runId = await run(sourceConfig.parse({ ...source, mapping: { identity: 'link' } }));
  await waitFor('the keys to be changed', 60_000, async () => {
    const found = await stack.database.sources.findByName('rekeyed');
    return (found?.rulesChange ?? null) !== null;
  });
  await worker.kill();
  const halfWay = await keysOf('rekeyed');
  const changed = [...before].filter(([id, key]) => halfWay.get(id) !== key).length;
  expect(changed).toBeLessThan(RECORDS);
  expect((await stack.database.sources.findByName('rekeyed'))?.rulesChange).toBeTruthy();

  worker = await stack.startReady('worker');
  const ended = await waitForEnd(stack, runId, 120_000);
  expect(ended).toMatchObject({
    status: 'completed',
    newJobs: 0,
    unchangedJobs: RECORDS,
    removedJobs: 0,
    error: null,
  });
  expect(await stack.database.sources.findByName('rekeyed')).toMatchObject({
    identity: { rule: 'link', reason: { code: 'mapping' } },
    rulesChange: null,
  });
  const after = await keysOf('rekeyed');
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  expect([...after].every(([id, key]) => before.get(id) !== key)).toBe(true);
  await expectNoLeftovers(stack);
}, 300_000);
