import { afterAll, beforeAll, expect, test } from 'vitest';
import { noCounters } from '../src/model/run.ts';
import { aRun, openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const ended = {
  status: 'completed' as const,
  finishedAt: new Date('2026-01-01T10:00:05Z'),
  counters: noCounters,
  error: null,
  failures: [],
  failureTotals: {},
  meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
};

test('accepts one of 20 concurrent starts, and names the running run to the others', async () => {
  const { importLogs } = stores.database;
  const attempts = await Promise.allSettled(
    Array.from({ length: 20 }, () => importLogs.insertRunning(aRun())),
  );
  expect(attempts.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  const [running] = (await importLogs.list({ limit: 10 })).items;
  for (const one of attempts) {
    if (one.status === 'fulfilled') continue;
    expect(one.reason).toMatchObject({ code: 'run-already-running', details: { runId: running?.runId } });
  }
});

test('a running run blocks neither other sources nor, once it ends, the next run', async () => {
  const { importLogs } = stores.database;
  const other = aRun({ sourceUrl: 'https://feeds.test/b', sourceName: 'b' });
  await importLogs.insertRunning(other);
  expect(await importLogs.finish(other, ended)).not.toBe(null);
  await importLogs.insertRunning(aRun({ sourceUrl: 'https://feeds.test/b', sourceName: 'b' }));
});

test('a run is ended once: the second end changes nothing', async () => {
  const { importLogs } = stores.database;
  const run = aRun({ sourceUrl: 'https://feeds.test/c', sourceName: 'c' });
  await importLogs.insertRunning(run);
  const finished = await importLogs.finish(run, ended);
  expect(await importLogs.finish(run, { ...ended, status: 'failed' })).toBe(null);
  const stored = await importLogs.find(run.runId);
  expect(finished).toEqual(stored);
  expect(stored).toMatchObject({ status: 'completed', meta: { durationMs: 5_000 } });
  expect(stored?.attempts[0]).toMatchObject({ status: 'completed', finishedAt: ended.finishedAt });
});

test('a report of an earlier fetch attempt does not overwrite a later one', async () => {
  const { importLogs } = stores.database;
  const run = aRun({ sourceUrl: 'https://feeds.test/d', sourceName: 'd' });
  await importLogs.insertRunning(run);
  const begin = async (worker: string) =>
    (await importLogs.beginFetch(run, { startedAt: new Date(), worker, concurrency: 4 }))?.fetchAttempt;
  expect(await Promise.all([begin('one'), begin('other')]).then((tries) => tries.sort())).toEqual([1, 2]);
  const [first, second] = [1, 2].map((fetchAttempt) => ({ ...run, fetchAttempt }));
  if (!first || !second) throw new Error('two attempts');
  expect(await Promise.all([run, first, second].map(importLogs.isCurrent))).toEqual([true, false, true]);
  expect(await importLogs.reportFetch(second, { fetch: { totalFetched: 7 } })).toMatchObject({
    totalFetched: 0,
  });
  expect(await importLogs.reportFetch(first, { fetch: { totalFetched: 3 } })).toBeNull();
  expect(await importLogs.find(run.runId)).toMatchObject({ fetch: { fetchAttempt: 2, totalFetched: 7 } });
  expect(
    await importLogs.beginFetch(
      { ...run, attempt: 2 },
      { startedAt: new Date(), worker: 'w', concurrency: 4 },
    ),
  ).toBeNull();
});
