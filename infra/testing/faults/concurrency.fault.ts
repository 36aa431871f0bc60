import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '@feedflow/shared/model/batch';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectFeed } from '../sample-feeds/expect-feed.ts';
import { expectExactImport, expectNoLeftovers, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';
import { startTcpProxy } from './tcp-proxy.ts';

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack();
});
afterEach(() => stack.close());

const LOCK_MS = 3_000;

function findBatch(_id: string) {
  return stack.db.collection<Batch & { _id: string }>('import_batches').findOne({ _id });
}

async function workerOf(batchId: string, workers: Process[]): Promise<Process | undefined> {
  const pid = Number((await findBatch(batchId))?.worker?.split(':')[1]);
  return workers.find((worker) => worker.pid === pid);
}

test('a batch that crashes its worker each time fails with the reason, the run is partial, and a re-run completes it', async () => {
  const mongo = await startTcpProxy(stack.mongod.port);
  // Slow enough to observe a batch while it runs.
  mongo.delay(200);
  const env = {
    MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true`,
    MAX_STALLS: '2',
    WORKER_CONCURRENCY: '1',
  };
  const workers: Process[] = [];
  for (let n = 0; n < 5; n += 1) workers.push(await stack.startReady('worker', env));
  const feed = { records: 800 };
  // The batches start after the feed was read, so that the end of a worker causes no second fetch attempt.
  await stack.queues.batches.pause();
  const runId = await stack.startImport('killer', feed);
  await waitFor('the feed to be read', 60_000, async () => {
    return (await stack.database.importLogs.find(runId))?.fetch.status === 'completed';
  });
  await stack.queues.batches.resume();
  const poison = `${runId}-1-1-3`;
  const startedAt = performance.now();
  let kills = 0;
  await waitFor('the batch to fail', 100_000, async () => {
    const batch = await findBatch(poison);
    if (batch?.status === 'failed') return true;
    if (batch?.status !== 'running' || batch.tries <= kills) return false;
    const victim = await workerOf(poison, workers);
    if (!victim?.running) return false;
    await victim.kill();
    kills += 1;
    return false;
  });
  const run = await waitForEnd(stack, runId, 30_000);
  expect(kills).toBe(3);
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: 800,
    newJobs: 700,
    failedJobs: 100,
    meta: { failedBatches: 1 },
  });
  const batch = await findBatch(poison);
  expect(batch?.error).toMatchObject({ code: 'batch-failed', message: expect.stringMatching(/stalled/) });
  await expectNoLeftovers(stack);
  mongo.delay(0);
  await rerunBatches(stack.runDeps, stack.runOptions, runId, null);
  await waitFor(
    'the re-run to begin',
    5_000,
    async () => (await stack.database.importLogs.find(runId))?.attempt === 2,
  );
  const again = await waitForEnd(stack, runId, 60_000);
  await expectExactImport(stack, again, feed, { attempt: 2 });
  reportFigures('a batch that kills its worker', 0, {
    kills,
    failedAfterMs: Math.round(performance.now() - startedAt),
  });
  await mongo.close();
});

test('a worker that is frozen with active batches until their locks expire changes nothing when it resumes', async () => {
  const mongo = await startTcpProxy(stack.mongod.port);
  mongo.delay(40);
  const env = { MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true` };
  const [frozen, other] = [await stack.startReady('worker', env), await stack.startReady('worker')];
  const before = { records: 3_000 };
  const runId = await stack.startImport('frozen', before);
  await waitFor('the first worker to process a batch', 60_000, async () => {
    const running = await stack.db
      .collection('import_batches')
      .findOne({ status: 'running', worker: { $regex: `:${frozen.pid}$` } });
    return running !== null;
  });
  process.kill(frozen.pid, 'SIGSTOP');
  const frozenAt = performance.now();
  try {
    const run = await waitForEnd(stack, runId, 60_000);
    expect(run).toMatchObject({ status: 'completed', newJobs: 3_000 });
    // Another run of the source changes the jobs that the frozen worker was about to write.
    const after = { records: 3_000, changed: 3_000, seed: 1 };
    const next = await waitForEnd(stack, await stack.startImport('frozen', after), 60_000);
    expect(next).toMatchObject({ status: 'completed', updatedJobs: 3_000 });
    const hashes = async () => {
      const jobs = await stack.db
        .collection('jobs')
        .find({}, { projection: { _id: 0 } })
        .sort({ dedupeKey: 1 })
        .toArray();
      return JSON.stringify(jobs);
    };
    const untouched = await hashes();
    await sleep(Math.max(0, 2 * LOCK_MS - (performance.now() - frozenAt)));
    process.kill(frozen.pid, 'SIGCONT');
    await sleep(3_000);
    expect(await hashes()).toBe(untouched);
    expect(await stack.database.importLogs.find(runId)).toMatchObject({
      status: 'completed',
      newJobs: 3_000,
    });
    await expectNoLeftovers(stack);
    expect(await countLines(other, /lost by its worker/)).toBeGreaterThan(0);
    reportFigures('SIGSTOP of a worker with batches', 0, {
      frozenMs: Math.round(performance.now() - frozenAt),
    });
  } finally {
    process.kill(frozen.pid, 'SIGCONT');
    await mongo.close();
  }
});

test('a worker that is frozen while it reads a feed adds nothing when it resumes after another worker took over', async () => {
  const chance = createChance();
  const [first, second] = [await stack.startReady('worker'), await stack.startReady('worker')];
  const feed = { records: 20_000, duplicates: 200, broken: 100, seed: chance.seed % 1_000 };
  const runId = await stack.startImport('frozen-reader', feed);
  const goal = chance.whole(500, 8_000);
  await waitFor(
    'the feed to be in progress',
    60_000,
    async () => ((await stack.database.importLogs.find(runId))?.fetch.totalFetched ?? 0) >= goal,
  );
  const reader = (await stack.database.importLogs.find(runId))?.fetch.worker?.split(':')[1];
  const frozen = [first, second].find((one) => String(one.pid) === reader);
  if (!frozen) throw new Error(`no worker reads the feed: ${reader}`);
  process.kill(frozen.pid, 'SIGSTOP');
  // It may resume while the other worker reads, or after the run has ended.
  await sleep(LOCK_MS + chance.whole(1_500, 9_000));
  process.kill(frozen.pid, 'SIGCONT');
  const run = await waitForEnd(stack, runId, 90_000);
  await sleep(2_000);
  await expectExactImport(stack, await waitForEnd(stack, runId, 1_000), feed);
  reportFigures('SIGSTOP of a worker that reads', chance.seed, {
    goal,
    fetchAttempt: run.fetch.fetchAttempt,
  });
});

test('the counters of a feed that is truncated and then changes are those of the last fetch attempt', async () => {
  const chance = createChance();
  await stack.startReady('worker');
  await stack.startReady('worker');
  const seed = chance.seed % 1_000;
  const broken = {
    records: 10_000,
    seed,
    cut: `${chance.whole(2_000, 9_000)}records`,
    cutBy: 'drop' as const,
  };
  const last = { records: 9_000, from: 3_001, duplicates: 50, broken: 30, seed };
  const runId = await stack.startImport(
    'unsteady',
    broken,
    { ...broken, cut: `${chance.whole(100, 9_000)}records` },
    last,
  );
  const run = await waitForEnd(stack, runId, 90_000);
  const expected = expectFeed(last);
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: expected.records,
    duplicateJobs: expected.duplicates,
    failedJobs: expected.invalid,
    fetch: { fetchAttempt: 3 },
  });
  // Jobs from the earlier fetch attempts stay, but the counters of the run do not include them.
  expect(run.newJobs).toBe(expected.distinct);
  const stored = await stack.db.collection('jobs').find({}).toArray();
  const keys = new Set(stored.map((job) => job['externalId']));
  expect(expected.externalIds.filter((id) => !keys.has(id))).toEqual([]);
  await expectNoLeftovers(stack);
  reportFigures('a feed that differs on each fetch attempt', chance.seed, {
    cut: broken.cut,
    stored: stored.length,
  });
});

test('one invalid batch fails, and the others complete', async () => {
  await stack.queues.batches.pause();
  await stack.startReady('worker', { MAX_PENDING_BATCHES: '200' });
  const runId = await stack.startImport('poisoned', { records: 10_000 });
  const invalid = `${runId}-1-1-12`;
  const job = await waitForJob(invalid);
  await job.updateData({ nonsense: true } as never);
  await stack.queues.batches.resume();
  const run = await waitForEnd(stack, runId, 90_000);
  const { records = 0 } = (await findBatch(invalid)) ?? {};
  // It is one of those that have grown.
  expect(records).toBeGreaterThan(100);
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: 10_000,
    newJobs: 10_000 - records,
    failedJobs: records,
    failureTotals: { 'batch-failed': records },
    meta: { totalBatches: 25, processedBatches: 25, failedBatches: 1 },
  });
  await expectNoLeftovers(stack);
});

test('50 concurrent requests start one run of a source', async () => {
  const api = await stack.startReady('api');
  await stack.startReady('worker');
  await stack.addSource('popular', { records: 3_000 });
  const responses = await Promise.all(Array.from({ length: 50 }, () => trigger(api, 'popular')));
  expect(responses.map(({ status }) => status).sort()).toEqual([
    202,
    ...Array.from({ length: 49 }, () => 409),
  ]);
  const [run] = await stack.db.collection('import_logs').find({}).toArray();
  expect(await stack.db.collection('import_logs').countDocuments()).toBe(1);
  await expectExactImport(stack, await waitForEnd(stack, run?.['runId'], 60_000), { records: 3_000 });
});

async function trigger(api: Process, source: string): Promise<Response> {
  return fetch(`${api.url}/api/import/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source }),
  });
}

async function waitForJob(id: string) {
  let job: Awaited<ReturnType<typeof stack.queues.batches.getJob>>;
  await waitFor(`job ${id}`, 60_000, async () => {
    job = await stack.queues.batches.getJob(id);
    return job !== undefined;
  });
  if (!job) throw new Error('unreachable');
  return job;
}
