import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import { persistentServices, repositoryServices } from '../../dev/services/services.ts';
import { expectFeed } from '../sample-feeds/expect-feed.ts';
import { expectExactImport, expectJobs, timeToNextBatch, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

/** How long a worker needs at most to see that a server cannot write: mongod stops at its next checkpoint. */
const NOTICE_MS = 90_000;

const outages = {
  mongod: /^MongoDB is unavailable/,
  redis: /^Redis accepts no writes/,
} as const;

const state = repositoryServices().stateFolder;

let stack: FaultStack | undefined;
let disk: SmallDisk | null;
afterEach(async () => {
  await stack?.close();
  await disk?.close();
  stack = undefined;
});

test.for(['mongod', 'redis'] as const)(
  'an import continues after the disk of %s was full, and is exact',
  async (full, { skip }) => {
    disk = await mountSmallDisk();
    if (!disk) return skip('this user may not mount a file system');
    const chance = createChance();
    // One attempt only: a full disk must not use it up.
    stack = await startFaultStack({ batchAttempts: 1, fetchAttempts: 1, dataOf: { [full]: disk.folder } });
    const { database } = stack;
    const server = full === 'mongod' ? stack.mongod : stack.redisServer;
    await stack.startReady('scheduler');
    const workers: Process[] = [await stack.startReady('worker'), await stack.startReady('worker')];
    const feed = { records: 10_000, duplicates: 100, broken: 50, seed: chance.seed % 1_000 };
    const runId = await stack.startImport('full-disk', feed);
    await waitFor('the import to be in progress', 60_000, async () => {
      return (await database.importBatches.sums(runId)).newJobs >= 500;
    });

    await disk.fill();
    const fullAt = performance.now();
    await waitFor('a worker to notice', NOTICE_MS, async () => {
      const lines = await Promise.all(workers.map((worker) => countLines(worker, outages[full])));
      return lines.some((count) => count > 0);
    });
    const noticedMs = Math.round(performance.now() - fullAt);
    // Longer than a lock, and than the grace time of the reaper.
    await sleep(chance.whole(4_000, 8_000));
    const hasStopped = server.pid === undefined;
    await disk.makeRoom();
    await server.start();
    const resumedMs = await timeToNextBatch(stack, runId);

    const run = await waitForEnd(stack, runId, 120_000);
    await expectExactImport(stack, run, feed, { attempt: 1 });
    for (const worker of workers) expect(await countLines(worker, /^job failed/)).toBe(0);
    const { distinct, externalIds } = expectFeed(feed);
    const again = await waitForEnd(stack, await stack.startImport('full-disk', feed), 60_000);
    expect(again).toMatchObject({
      status: run.status,
      newJobs: 0,
      updatedJobs: 0,
      unchangedJobs: distinct,
    });
    await expectJobs(stack, again, externalIds);
    reportFigures(`full disk of ${full}`, chance.seed, { noticedMs, hasStopped, resumedMs });
  },
);

test('services that a full disk ended say so, and start with their data once there is room', async ({
  skip,
}) => {
  disk = await mountSmallDisk();
  if (!disk) return skip('this user may not mount a file system');
  await symlink(join(state, 'bin'), join(disk.folder, 'bin'));
  const ended = Promise.withResolvers<string>();
  const options = { ...repositoryServices(), stateFolder: disk.folder, env: { PATH: process.env['PATH'] } };
  const services = await persistentServices({ ...options, onUnexpectedExit: ended.resolve }, 'a test');
  try {
    await using client = new MongoClient(services.mongoUri);
    const texts = client.db().collection('texts');
    await texts.insertOne({ text: 'kept' }, { writeConcern: { w: 'majority', j: true } });
    await disk.fill();
    // A checkpoint: it ends mongod, and with it the connection.
    await expect(client.db('admin').command({ fsync: 1 })).rejects.toThrow();
    expect(await ended.promise).toMatch(
      /^mongod was ended by \w+ because the disk is full: free some space and start again/,
    );
  } finally {
    await services.close();
  }
  await disk.makeRoom();
  const again = await persistentServices(options, 'a test');
  try {
    await using client = new MongoClient(again.mongoUri);
    expect(await client.db().collection('texts').countDocuments({ text: 'kept' })).toBe(1);
  } finally {
    await again.close();
  }
});
