import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import {
  countLines,
  type FaultStack,
  type Process,
  startFaultStack,
  statusOf,
  waitFor,
} from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';
import { startTcpProxy } from './tcp-proxy.ts';

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack();
});
afterEach(() => stack.close());

async function stopAndTime(one: Process): Promise<{ code: number | null; ms: number }> {
  const startedAt = performance.now();
  process.kill(one.pid, 'SIGTERM');
  const { code } = await one.exited;
  return { code, ms: Math.round(performance.now() - startedAt) };
}

test('SIGTERM during an import ends a worker cleanly, and the next worker takes over without a loss', async () => {
  const chance = createChance();
  const feed = { records: 20_000, duplicates: 100, broken: 50, seed: chance.seed % 1_000 };
  const first = await stack.startReady('worker');
  const runId = await stack.startImport('stopped', feed);
  const goal = chance.whole(500, 8_000);
  await waitFor('the import to be in progress', 60_000, async () => {
    return (await stack.database.importBatches.sums(runId)).newJobs >= goal;
  });
  const second = await stack.startReady('worker');
  const { code, ms } = await stopAndTime(first);
  expect(code).toBe(0);
  expect(await countLines(first, /^stopped$/)).toBe(1);
  const run = await waitForEnd(stack, runId, 90_000);
  await expectExactImport(stack, run, feed);
  // The worker returned all its steps: none of them stalled.
  expect(await countLines(second, /lost by its worker/)).toBe(0);
  reportFigures('SIGTERM during an import', chance.seed, {
    stopMs: ms,
    fetchAttempt: run.fetch.fetchAttempt,
  });
});

test('a worker that stops is not ready immediately, and is live until it ends', async () => {
  const mongo = await startTcpProxy(stack.mongod.port);
  const worker = await stack.startReady('worker', {
    MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true`,
  });
  mongo.delay(300);
  const runId = await stack.startImport('slow', { records: 300 });
  await waitFor('a batch to be in progress', 120_000, async () => {
    return (await stack.database.importBatches.sums(runId)).counts.running > 0;
  });
  const stopped = stopAndTime(worker);
  await waitFor('readiness to end', 2_000, async () => (await statusOf(worker, '/health/ready')) === 503);
  expect(await statusOf(worker, '/health/live')).toBe(200);
  expect((await stopped).code).toBe(0);
  mongo.delay(0);
  await stack.startReady('worker');
  await expectExactImport(stack, await waitForEnd(stack, runId, 60_000), { records: 300 });
  await mongo.close();
});

test.each(['a second signal', 'the deadline'])(
  '%s ends a worker immediately with 1, and another worker does its work exactly',
  async (how) => {
    const mongo = await startTcpProxy(stack.mongod.port);
    const worker = await stack.startReady('worker', {
      MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true`,
      SHUTDOWN_TIMEOUT_MS: how === 'the deadline' ? '1500' : '60000',
    });
    mongo.delay(100);
    const runId = await stack.startImport('held', { records: 2_000 });
    await waitFor('a batch to be in progress', 120_000, async () => {
      return (await stack.database.importBatches.sums(runId)).counts.running > 0;
    });
    mongo.silence();
    const startedAt = performance.now();
    process.kill(worker.pid, 'SIGTERM');
    if (how === 'a second signal') {
      await waitFor(
        'the first signal to be handled',
        5_000,
        async () => (await countLines(worker, /^stopping$/)) > 0,
      );
      process.kill(worker.pid, 'SIGINT');
    }
    expect(await worker.exited).toMatchObject({ code: 1 });
    reportFigures(`${how} during shutdown`, 0, { ms: Math.round(performance.now() - startedAt) });
    await stack.startReady('worker');
    await expectExactImport(stack, await waitForEnd(stack, runId, 60_000), { records: 2_000 });
    await mongo.close();
  },
);

test.each(['scheduler', 'api'] as const)('a %s stops cleanly on SIGTERM', async (script) => {
  const one = await stack.startReady(script);
  const { code, ms } = await stopAndTime(one);
  expect(code).toBe(0);
  expect(await countLines(one, /^stopped$/)).toBe(1);
  reportFigures(`SIGTERM to a ${script}`, 0, { ms });
});

test.each([
  ['exception', 'setTimeout(() => { throw new Error("boom") }, 2000)'],
  ['rejection', 'setTimeout(() => { Promise.reject(new Error("boom")) }, 2000)'],
])('an uncaught %s is logged and ends the process', async (_what, code) => {
  const worker = await stack.start('worker', {}, [
    '--import',
    `data:text/javascript,${encodeURIComponent(code)}`,
  ]);
  expect(await worker.exited).toMatchObject({ code: 1 });
  const fatal = (await worker.logs()).find(({ level }) => level === 60);
  expect(fatal).toMatchObject({ msg: 'uncaught exception', err: { message: 'boom' } });
});
