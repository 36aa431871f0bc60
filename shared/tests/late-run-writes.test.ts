import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noCounters, type Run } from '../src/model/run.ts';
import type { ImportLogs } from '../src/mongo/runs/import-logs.ts';
import { newAttempt, waitingFetch } from '../src/run/new-run.ts';
import { aRun, openStores } from './stores.ts';

const AT = new Date('2026-01-01T10:00:05Z');
const end = {
  status: 'failed' as const,
  finishedAt: AT,
  counters: { ...noCounters, newJobs: 7 },
  error: null,
  failures: [],
  failureTotals: {},
  meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
};

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

let runs = 0;

/** Stores a run that reads its feed, with the changes since a process has read it. */
async function insertRun(since: object = {}): Promise<Run> {
  runs += 1;
  const run = aRun({
    sourceUrl: `https://feeds.test/${runs}`,
    sourceName: `source ${runs}`,
    fetch: { ...waitingFetch, fetchAttempt: 1, status: 'running', startedAt: AT },
  });
  const logs = stores.db.collection('import_logs');
  await logs.insertOne({ ...run });
  if (Object.keys(since).length > 0) await logs.updateOne({ runId: run.runId }, { $set: since });
  return run;
}

const stored = ({ runId }: Run) => stores.db.collection('import_logs').findOne({ runId });

const othersThan = ({ runId }: Run) =>
  stores.db
    .collection('import_logs')
    .find({ runId: { $ne: runId } })
    .toArray();

type Write = (logs: ImportLogs, run: Run & { fetchAttempt: number }) => Promise<unknown>;

const writesOfReading: Record<string, Write> = {
  'its request': (logs, run) => logs.recordReading(run, AT),
  'its report': (logs, run) => logs.reportFetch(run, { fetch: { totalFetched: 7 } }),
  'that its counts are those of the run': (logs, run) => logs.countFetch(run),
};
const writesOfAttempt: Record<string, Write> = {
  ...writesOfReading,
  'its end': (logs, run) => logs.finish(run, end),
  'its next reading': (logs, run) => logs.beginFetch(run, { startedAt: AT, worker: 'late', concurrency: 1 }),
  'its wait for a host': (logs, run) => logs.recordHostWait(run, 'feeds.test', AT),
  'its rescue': (logs, run) => {
    const attempt = newAttempt({ attempt: run.attempt + 1, trigger: 'manual', rescue: true, startedAt: AT });
    return logs.beginAttempt(run, { attempt, from: 'running', fetch: waitingFetch });
  },
  'that it did not begin': (logs, run) =>
    logs.withdrawAttempt({ ...run, status: 'partial', finishedAt: AT }, run.attempt),
};

describe.each([
  ['has ended', { status: 'completed', finishedAt: AT }, writesOfAttempt],
  ['continues in a later attempt', { attempt: 2 }, writesOfAttempt],
  ['is read again', { 'fetch.fetchAttempt': 2 }, writesOfReading],
])('a run that %s is left as it is by what an earlier process writes of it:', (_state, since, writes) => {
  test.each(Object.entries(writes))('%s', async (_write, write) => {
    const { importLogs } = stores.database;
    const current = { ...(await insertRun()), fetchAttempt: 1 };
    // Others are older and newer, since an index may list either first.
    await insertRun();
    const [before, othersBefore] = [await stored(current), await othersThan(current)];
    await write(importLogs, current);
    expect(await stored(current)).not.toEqual(before);
    expect(await othersThan(current)).toEqual(othersBefore);

    const late = { ...(await insertRun(since)), fetchAttempt: 1 };
    const after = await stored(late);
    await write(importLogs, late);
    expect(await stored(late)).toEqual(after);
  });

  test('and that process knows it', async () => {
    const { importLogs } = stores.database;
    const late = { ...(await insertRun(since)), fetchAttempt: 1 };
    expect(await importLogs.isCurrent(late)).toBe(false);
    await expect(importLogs.assertCurrent(late)).rejects.toMatchObject({ code: 'run-unknown' });
  });
});

test.each([
  ['is read already', { 'fetch.fetchAttempt': 1 }],
  ['has ended', { 'fetch.fetchAttempt': 0, status: 'failed', finishedAt: AT }],
])('a run that %s is not withdrawn', async (_state, since) => {
  const run = await insertRun(since);
  await stores.database.importLogs.withdraw(run);
  expect(await stored(run)).toMatchObject({ runId: run.runId });
});

test.each([
  ['ends', { status: 'completed', finishedAt: AT }],
  ['continues in a later attempt', { attempt: 2 }],
  ['is to stop', { cancelRequestedAt: AT }],
])('a step stops when its run %s', async (_state, since) => {
  const { importLogs } = stores.database;
  expect(await importLogs.shouldStop(await insertRun())).toBe(false);
  expect(await importLogs.shouldStop(await insertRun(since))).toBe(true);
});

test('the end of an attempt that is announced late leaves that of the next one to be announced', async () => {
  const { importLogs } = stores.database;
  const run = await insertRun({ attempt: 2, status: 'completed', finishedAt: AT, unannounced: true });
  await importLogs.markAnnounced(run);
  expect(await stored(run)).toMatchObject({ unannounced: true });
  await importLogs.markAnnounced({ ...run, attempt: 2 });
  expect(await stored(run)).not.toHaveProperty('unannounced');
});

test('a request to stop a run that has ended changes nothing', async () => {
  const run = await insertRun({ status: 'completed', finishedAt: AT });
  expect(await stores.database.importLogs.requestCancel(run.runId, AT)).toBe(false);
  expect(await stored(run)).toMatchObject({ cancelRequestedAt: null });
});

test('jobs that a run held back are confirmed once', async () => {
  const { importLogs } = stores.database;
  const { runId } = await insertRun({ status: 'completed', removal: { state: 'held', confirmedAt: null } });
  await importLogs.confirmRemoval(runId, { removedJobs: 3, openJobs: 5, at: AT });
  await importLogs.confirmRemoval(runId, { removedJobs: 0, openJobs: 0, at: new Date() });
  const removal = { state: 'closed', confirmedAt: AT };
  expect(await importLogs.find(runId)).toMatchObject({ removedJobs: 3, openAfter: 5, removal });
});
