import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Service } from '../../dev/services/service.ts';
import { expectExactImport, expectNoLeftovers, waitForEnd } from './exactness.ts';
import { type FaultStack, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

// A backup in the middle of an import, and what is left of later work once it is restored.
let stack: FaultStack;
let backup: string;
beforeEach(async () => {
  stack = await startFaultStack();
  backup = await mkdtemp(join(tmpdir(), 'feedflow-backup-'));
});
afterEach(async () => {
  await stack.close();
  await rm(backup, { recursive: true, force: true });
});

const RECORDS = 12_000;
const WRITE_LOCK = { fsync: 1, lock: true } as const;
/** Of a server that runs: no data. */
const NO_DATA = /(?:mongod\.lock|\.log|\.pid\.json)$/;
const folderOf = (service: Service): string => dirname(service.logFile);

/** Copies the data of both servers while MongoDB lets writes wait, as snapshots of their volumes would. */
async function backUp(): Promise<number> {
  await using client = await MongoClient.connect(stack.mongod.url);
  const admin = client.db('admin');
  const startedAt = performance.now();
  await admin.command(WRITE_LOCK);
  try {
    for (const service of [stack.mongod, stack.redisServer]) {
      const filter = (path: string) => !NO_DATA.test(path);
      await cp(folderOf(service), join(backup, service.name), { recursive: true, filter });
    }
  } finally {
    await admin.command({ fsyncUnlock: 1 });
  }
  return Math.round(performance.now() - startedAt);
}

/** Empties a server, and starts it again with its backup or with nothing. */
async function restore(service: Service, isFromBackup: boolean): Promise<void> {
  const folder = folderOf(service);
  await service.stop();
  const entries = (await readdir(folder)).filter((name) => !NO_DATA.test(name));
  for (const name of entries) await rm(join(folder, name), { recursive: true, force: true });
  if (isFromBackup) await cp(join(backup, service.name), folder, { recursive: true });
  await service.start();
}

const newJobs = async (runId: string) => (await stack.database.importBatches.sums(runId)).newJobs;

test.each([
  ['MongoDB, with an empty Redis', false],
  ['both stores', true],
])(
  'after a restore of %s, the run in progress and later imports are exact',
  async (what, hasRedis) => {
    const chance = createChance();
    const feed = { records: RECORDS, duplicates: 100, broken: 50, seed: chance.seed % 1_000 };
    const before = { records: 500, seed: 7 };
    const worker = await stack.startReady('worker');
    const finished = await waitForEnd(stack, await stack.startImport('before', before), 60_000);
    const runId = await stack.startImport('interrupted', feed);
    await waitFor('the import to be in progress', 90_000, async () => (await newJobs(runId)) > 1_000);
    const backUpMs = await backUp();
    // All of this is lost by the restore.
    const lostRun = await stack.startImport('lost', { records: 300 });
    await waitForEnd(stack, runId, 120_000);
    await waitForEnd(stack, lostRun, 60_000);
    await worker.kill();

    const startedAt = performance.now();
    await restore(stack.mongod, true);
    await restore(stack.redisServer, hasRedis);
    const atRestore = await newJobs(runId);
    expect(await stack.database.importLogs.find(lostRun)).toBeNull();
    expect(await stack.database.importLogs.find(finished.runId)).toMatchObject({ newJobs: 500 });
    await stack.startReady('worker');
    await stack.startReady('scheduler');
    const run = await waitForEnd(stack, runId, 120_000);
    const restoredMs = Math.round(performance.now() - startedAt);
    await expectExactImport(stack, run, feed, { attempt: run.attempt });
    await expectNoLeftovers(stack);
    // A later import of what was lost is a first one; of what was saved, it changes nothing.
    const again = await waitForEnd(stack, await stack.startImport('lost', { records: 300 }), 60_000);
    expect(again).toMatchObject({ status: 'completed', newJobs: 300 });
    const unchanged = await waitForEnd(stack, await stack.startImport('before', before), 60_000);
    expect(unchanged).toMatchObject({ status: 'completed', newJobs: 0, updatedJobs: 0, unchangedJobs: 500 });
    const figures = { backUpMs, restoredMs, atRestore, attempt: run.attempt };
    reportFigures(`restore of ${what}`, chance.seed, figures);
  },
  400_000,
);
