import { systemClock } from '@feedflow/shared/process/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecentRuns } from '../src/stats/recent-runs.ts';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
/** The last one is of today, and stays. */
let runIds: string[] = [];
beforeAll(async () => {
  api = await serveApi();
  const add = (source: string, startedAt: string, status: 'completed' | 'failed', counts: number) =>
    addRun(api.database, {
      source,
      startedAt: new Date(startedAt),
      status,
      durationMs: counts * 10,
      counters: { totalFetched: counts, totalImported: counts, newJobs: counts },
    });
  runIds = [
    await add('acme', '2026-03-01T23:59:59Z', 'completed', 100),
    await add('acme', '2026-03-02T00:00:00Z', 'completed', 20),
    await add('acme', '2026-03-02T12:00:00Z', 'failed', 3),
    await add('beta', '2026-03-02T12:00:00Z', 'completed', 4_000),
    await add('acme', new Date().toISOString(), 'completed', 50_000),
  ];
});
afterAll(() => api.close());

const removed = async (query = '') => (await api.get(`/api/stats/removed-runs?${query}`)).body;
const counted = async () => {
  const runs = await api.database.retention.runsEndedBefore(new Date('2026-04-01'), 10);
  return new Map(runs.map((run) => [run.runId, run]));
};

test('a run is counted among those that are kept or among those that are not, at every step of its removal', async () => {
  expect(await removed()).toEqual({ sources: [], sourceCount: 0, total: null });
  const { retention, runTotals } = api.database;
  const old = await counted();
  expect(old.size).toBe(4);
  const both = async () => {
    const { body } = await api.get('/api/import-logs?to=2026-04-01T00:00:00Z');
    const kept = body.items.reduce((all: number, one: { newJobs: number }) => all + one.newJobs, 0);
    return kept + ((await removed()).total?.newJobs ?? 0);
  };
  for (const run of old.values()) {
    expect(await both()).toBe(4_123);
    await runTotals.add(run);
    expect(await both()).toBe(4_123);
    await retention.removeRun(run, new Date());
    expect(await both()).toBe(4_123);
    await runTotals.settle(run);
  }
  expect(await both()).toBe(4_123);
});

test('they are added up by source, of all time or of some days', async () => {
  const { sources, sourceCount, total } = await removed();
  expect(total).toMatchObject({
    firstDay: '2026-03-01T00:00:00.000Z',
    lastDay: '2026-03-02T00:00:00.000Z',
    runs: { running: 0, completed: 3, partial: 0, failed: 1, cancelled: 0 },
    totalFetched: 4_123,
    newJobs: 4_123,
    updatedJobs: 0,
    durationMs: 41_230,
  });
  expect(sourceCount).toBe(2);
  expect(sources).toMatchObject([
    { sourceName: 'acme', runs: { completed: 2, failed: 1 }, totalFetched: 123, durationMs: 1_230 },
    { sourceName: 'beta', runs: { completed: 1, failed: 0 }, totalFetched: 4_000 },
  ]);
  expect((await removed('source=acme&from=2026-03-02T00:00:00Z')).total).toMatchObject({ newJobs: 23 });
  expect((await removed('to=2026-03-02T00:00:00Z')).total).toMatchObject({ newJobs: 100 });
  expect((await removed('source=gamma')).total).toBeNull();
});

test('a run that is to stay after all leaves nothing behind, not even its day', async () => {
  const [run] = await api.database.retention.runsEndedBefore(new Date(Date.now() + 86_400_000), 1);
  if (!run) throw new Error('there is no run left');
  expect(run.runId).toBe(runIds.at(-1));
  await api.database.runTotals.add(run);
  await api.database.runTotals.takeBack(run);
  expect((await removed()).total).toMatchObject({ newJobs: 4_123, lastDay: '2026-03-02T00:00:00.000Z' });
});

test('statistics forget runs that are removed, also where as many have begun since', async () => {
  const { runFacts, retention } = api.database;
  const dayAgo = new Date(Date.now() - 86_400_000);
  const startedAt = new Date(Date.now() - 3_600_000);
  const runId = await addRun(api.database, { startedAt, status: 'completed' });
  const recentRuns = createRecentRuns({ runFacts, clock: systemClock }, { lookForRemovedMs: 0 });
  const knowsIt = async () => {
    let found = false;
    (await recentRuns.since(dayAgo)).forEach((run) => {
      if (run.startedAtMs === startedAt.getTime()) found = true;
    });
    return found;
  };
  expect(await knowsIt()).toBe(true);
  await retention.removeRun(await api.database.importLogs.get(runId), new Date());
  await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  expect(await knowsIt()).toBe(false);
});

test('runs are only read by their ids where some running ones may have ended', async () => {
  const { runFacts } = api.database;
  const read: string[][] = [];
  const withIds = (some: string[]) => {
    read.push(some);
    return runFacts.withIds(some);
  };
  const from = new Date(Date.now() - 86_400_000);
  const recentRuns = createRecentRuns({ runFacts: { ...runFacts, withIds }, clock: systemClock });
  expect((await recentRuns.since(from)).size).toBeGreaterThan(0);
  expect(read).toEqual([]);
});

test.each(['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', 'source=', 'buckets=3'])(
  '%s is a 400',
  async (query) => {
    expect((await api.get(`/api/stats/removed-runs?${query}`)).status).toBe(400);
  },
);
