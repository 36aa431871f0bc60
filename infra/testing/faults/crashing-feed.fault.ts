import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Run } from '@feedflow/shared/model/run';
import { type Source, sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { startRun } from '@feedflow/shared/run/start-run';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { reportFigures } from './seed.ts';

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack();
});
afterEach(() => stack.close());

/** Starts workers. @returns a lookup of the running ones */
async function startWorkers(count: number): Promise<{ find(pid: number): Process | undefined }> {
  const workers: Process[] = [];
  for (let n = 0; n < count; n += 1) workers.push(await stack.startReady('worker'));
  return { find: (pid) => workers.find((worker) => worker.pid === pid && worker.running) };
}

/** A feed server that harms its client and never responds. @returns the URL of the feed */
async function serveHarm(harm: () => Promise<void>): Promise<{ url: string; close(): void }> {
  const server = createServer(() => void harm());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/feed`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function addSource(name: string, url: string): Promise<Pick<Source, 'name' | 'url'>> {
  const source = sourceConfig.parse({ name, url, intervalMinutes: 43_200 });
  await stack.database.sources.upsert([source], systemClock());
  return source;
}

async function readerPid(runId: string): Promise<number> {
  const run = await stack.database.importLogs.find(runId);
  return Number(run?.fetch.worker?.split(':')[1]);
}

/** The reader processes that a worker started. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('reader/main.ts');
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** How a run ended. */
const failure = (run: Run) => [run.status, run.error?.code];

test('a feed that crashes two workers fails with that reason, and its source is disabled after three runs', async () => {
  const workers = await startWorkers(7);
  let kills = 0;
  let current = '';
  const feed = await serveHarm(async () => {
    // The run names its worker before the feed is requested.
    await workers.find(await readerPid(current))?.kill();
    kills += 1;
  });
  const source = await addSource('crashing', feed.url);
  const findSource = () => stack.db.collection<Source>('sources').findOne({ name: source.name });
  const startedAt = performance.now();
  for (let run = 1; run <= 3; run += 1) {
    current = (await startRun(stack.runDeps, stack.runOptions, source, 'manual')).runId;
    const ended = await waitForEnd(stack, current, 60_000);
    expect(failure(ended)).toEqual(['failed', 'feed-crashed-worker']);
    expect(ended.fetch).toMatchObject({ lostWorkers: 2, lostBeforeRecords: 2 });
    expect(kills).toBe(run * 2);
    // The end of a run is stored before the status of its source.
    await waitFor('the source to have the run', 10_000, async () => {
      return (
        (await findSource())?.lastRun?.status === 'failed' && (await findSource())?.lastRun?.runId === current
      );
    });
    if (run < 3) expect(await findSource()).toMatchObject({ enabled: true });
  }
  await waitFor('the source to be disabled', 10_000, async () => (await findSource())?.enabled === false);
  expect(await findSource()).toMatchObject({ disabledReason: { code: 'feed-crashed-worker' } });
  reportFigures('a feed that kills its worker', 0, {
    runs: 3,
    kills,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  });
  // The last worker imports as before.
  const ordinary = { records: 300 };
  await expectExactImport(
    stack,
    await waitForEnd(stack, await stack.startImport('ordinary', ordinary), 60_000),
    ordinary,
  );
  feed.close();
}, 240_000);

test('a feed that crashed a worker is read in a process of its own, whose end leaves the worker running', async () => {
  const workers = await startWorkers(2);
  let requests = 0;
  let current = '';
  const feed = await serveHarm(async () => {
    requests += 1;
    const pid = await readerPid(current);
    if (requests === 1) await workers.find(pid)?.kill();
    else for (const child of childrenOf(pid)) process.kill(child, 'SIGKILL');
  });
  const ordinary = { records: 2_000, pauseMs: 20 };
  const source = await addSource('crashing', feed.url);
  current = (await startRun(stack.runDeps, stack.runOptions, source, 'manual')).runId;
  const ended = await waitForEnd(stack, current, 60_000);
  expect(failure(ended)).toEqual(['failed', 'feed-crashed-worker']);
  expect(ended).toMatchObject({
    error: { message: expect.stringContaining('SIGKILL') },
    fetch: { lostWorkers: 1 },
  });
  expect(requests).toBe(2);
  const survivor = workers.find(await readerPid(current));
  expect(survivor?.running).toBe(true);
  const other = await waitForEnd(stack, await stack.startImport('ordinary', ordinary), 60_000);
  await expectExactImport(stack, other, ordinary);
  expect(other.fetch.worker).toBe(ended.fetch.worker);
  await waitFor('the reader to have ended', 5_000, async () => childrenOf(survivor?.pid ?? 0).length === 0);
  feed.close();
}, 120_000);
