import { DAY_MS } from '@feedflow/shared/durations';
import { sourceConfig } from '@feedflow/shared/model/source';
import { type RunTotals, toCounted } from '@feedflow/shared/mongo/runs/run-totals';
import { createLog } from '@feedflow/shared/process/log';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { newRun } from '@feedflow/shared/run/new-run';
import { ObjectId } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compactChanges, type RetentionDays, sweep } from '../../src/retention/sweep.ts';
import { createSweeper } from '../../src/retention/sweeper.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ batchAttempts: 1 });
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const log = createLog('test', { level: 'silent', pretty: false });
const keepAll: RetentionDays = { runs: 0, failedBatches: 0, closedJobs: 0, audit: 0 };
const never = new AbortController().signal;

/** A sweep as it would go so many days from now. */
const sweepIn = (days: number, kept: Partial<RetentionDays>, signal = never) =>
  sweep(
    { database: pipeline.database },
    { ...keepAll, ...kept },
    new Date(Date.now() + days * DAY_MS),
    signal,
  );
const totalsOf = (sourceName: string) =>
  pipeline.db.collection<RunTotals>('run_totals').find({ sourceName }).toArray();
const batchesOf = (runId: string) => pipeline.db.collection('import_batches').countDocuments({ runId });

test('old runs are removed with their batches, and their counters are kept', async () => {
  const feed = { records: 60, duplicates: 3, broken: 2 };
  const first = await pipeline.importFeed('aging', feed);
  const second = await pipeline.importFeed('aging', feed);
  expect(await sweepIn(89, { runs: 90 })).toEqual({
    runs: 0,
    batches: 0,
    payloads: 0,
    closedJobs: 0,
    audit: 0,
    manifests: 0,
  });
  expect(await sweepIn(91, { runs: 90 })).toMatchObject({ runs: 2, batches: first.meta.totalBatches });
  expect(await pipeline.database.importLogs.find(first.runId)).toBeNull();
  expect(await batchesOf(first.runId)).toBe(0);
  const totals = await totalsOf('aging');
  const sum = (name: 'newJobs' | 'unchangedJobs' | 'failedJobs' | 'totalFetched') =>
    totals.reduce((all, one) => all + one[name], 0);
  expect(sum('newJobs')).toBe(first.newJobs);
  expect(sum('unchangedJobs')).toBe(second.unchangedJobs);
  expect(sum('failedJobs')).toBe(first.failedJobs + second.failedJobs);
  expect(sum('totalFetched')).toBe(first.totalFetched + second.totalFetched);
  expect(totals.reduce((all, one) => all + (one.runs.completed ?? 0), 0)).toBe(2);
  expect(totals.every((one) => one.removing.length === 0)).toBe(true);
  // The jobs themselves do not belong to the runs.
  expect(await pipeline.jobsOf('aging')).toHaveLength(first.newJobs);
});

test('a sweep that is interrupted anywhere is continued, and counts no run twice', async () => {
  const run = await pipeline.importFeed('broken-off', { records: 45 });
  const { retention, runTotals } = pipeline.database;
  const counted = (await retention.runsEndedBefore(new Date(Date.now() + DAY_MS), 10)).find(
    ({ runId }) => runId === run.runId,
  );
  if (!counted) throw new Error('the run is not old');
  // As after a crash behind its count, and, the second time, behind its removal.
  await runTotals.add(counted);
  await runTotals.add(counted);
  expect(await totalsOf('broken-off')).toMatchObject([{ newJobs: 45, removing: [{ runId: run.runId }] }]);
  // Ended behind the removal of the run, before that of its batches.
  const closing = new AbortController();
  const removeRun: typeof retention.removeRun = async (...args) => {
    closing.abort();
    return retention.removeRun(...args);
  };
  const database = { ...pipeline.database, retention: { ...retention, removeRun } };
  const in91Days = new Date(Date.now() + 91 * DAY_MS);
  await sweep({ database }, { ...keepAll, runs: 90 }, in91Days, closing.signal);
  expect(await pipeline.database.importLogs.find(run.runId)).toBeNull();
  expect(await batchesOf(run.runId)).toBe(3);
  expect(await sweepIn(91, { runs: 90 })).toMatchObject({ batches: 3 });
  expect(await totalsOf('broken-off')).toMatchObject([{ newJobs: 45, runs: { completed: 1 }, removing: [] }]);
});

test('a sweep that was to end removes nothing, and leaves the change log to another one', async () => {
  const run = await pipeline.importFeed('stopped', { records: 5 });
  const { importLogs, retention, runTotals, taskTicks } = pipeline.database;
  const [counted] = await retention.runsEndedBefore(new Date(Date.now() + DAY_MS), 1);
  if (!counted) throw new Error('the run is not old');
  await runTotals.add(counted);
  await sweepIn(91, { runs: 90 }, AbortSignal.abort());
  expect(await importLogs.find(run.runId)).toMatchObject({ runId: run.runId });

  const now = new Date(Date.UTC(2025, 0, 1, 3, 23));
  const databaseClock = { measure: async () => ({ now, skewMs: 0 }) };
  const sweeper = createSweeper({ database: pipeline.database, databaseClock, log }, keepAll);
  await sweeper.close();
  await sweeper.sweepHour();
  expect(await taskTicks.claim('compact-changes', new Date(Date.UTC(2025, 0, 1)))).toBe(true);
  await pipeline.db.collection('claims').deleteMany({});
  expect(await sweepIn(91, { runs: 90 })).toMatchObject({ runs: 1 });
});

test('a sweep counts nothing that another one has removed before', async () => {
  const run = await pipeline.importFeed('raced', { records: 30 });
  const { retention } = pipeline.database;
  const seen = await retention.runsEndedBefore(new Date(Date.now() + DAY_MS), 10);
  expect(seen.map(({ runId }) => runId)).toContain(run.runId);
  await sweepIn(91, { runs: 90 });
  const behind = { ...retention, runsEndedBefore: async () => seen.splice(0) };
  const database = { ...pipeline.database, retention: behind };
  await sweep({ database }, { ...keepAll, runs: 90 }, new Date(Date.now() + 91 * DAY_MS), never);
  expect(await totalsOf('raced')).toMatchObject([{ newJobs: 30, runs: { completed: 1 }, removing: [] }]);
});

test('a run that is removed while its source is renamed is counted under the new name', async () => {
  const run = await pipeline.importFeed('named-before', { records: 30 });
  const { importLogs, retention, runTotals } = pipeline.database;
  let hasRenamed = false;
  const runsEndedBefore: typeof retention.runsEndedBefore = async (...args) => {
    const found = await retention.runsEndedBefore(...args);
    if (!hasRenamed) {
      hasRenamed = true;
      await importLogs.renameSome('named-before', 'named-after');
      await runTotals.rename('named-before', 'named-after');
    }
    return found;
  };
  const database = { ...pipeline.database, retention: { ...retention, runsEndedBefore } };
  await sweep({ database }, { ...keepAll, runs: 90 }, new Date(Date.now() + 91 * DAY_MS), never);
  expect(await pipeline.database.importLogs.find(run.runId)).toBeNull();
  expect(await runTotals.removedOf({ sourceName: 'named-before' })).toEqual([]);
  expect(await runTotals.removedOf({ sourceName: 'named-after' })).toMatchObject([
    { newJobs: 30, runs: { completed: 1 } },
  ]);
});

test('a run that is started again during its removal is kept, and not counted', async () => {
  const run = await pipeline.importFeed('revived', { records: 25 });
  const { retention, runTotals } = pipeline.database;
  const [counted] = await retention.runsEndedBefore(new Date(Date.now() + DAY_MS), 1);
  if (!counted) throw new Error('the run is not old');
  await runTotals.add(counted);
  await pipeline.db
    .collection('import_logs')
    .updateOne({ runId: run.runId }, { $set: { status: 'running', finishedAt: null } });
  expect(await sweepIn(91, { runs: 90 })).toMatchObject({ runs: 0, batches: 0 });
  expect(await pipeline.database.importLogs.find(run.runId)).toMatchObject({ status: 'running' });
  expect(await batchesOf(run.runId)).toBe(2);
  expect(await totalsOf('revived')).toMatchObject([{ newJobs: 0, runs: { completed: 0 }, removing: [] }]);
  await pipeline.db.collection('import_logs').deleteOne({ runId: run.runId });
});

test('runs are counted for the source that has a name now, not for one that had it', async () => {
  const { runTotals } = pipeline.database;
  const run = { ...toCounted(await pipeline.importFeed('swapped', { records: 5 })), startedAt: new Date(0) };
  const count = async (runId: string) => {
    const counted = { ...run, runId };
    expect(await runTotals.add(counted)).toBe(true);
    expect(await runTotals.add(counted)).toBe(false);
    return counted;
  };
  await runTotals.settle(await count('1'.repeat(24)));
  await runTotals.rename('swapped', 'formerly swapped');
  await runTotals.settle(await count('2'.repeat(24)));
  await runTotals.takeBack(await count('3'.repeat(24)));
  const removed = async (sourceName: string) => (await runTotals.removedOf({ sourceName }))[0];
  expect(await removed('swapped')).toMatchObject({ newJobs: 5, runs: { completed: 1 } });
  expect(await removed('formerly swapped')).toMatchObject({ newJobs: 5, runs: { completed: 1 } });
});

test('kept jobs of failed batches are removed after their retention, but not during a re-run', async () => {
  await pipeline.importFeed('keepsakes', { records: 60 });
  const keys = (await pipeline.jobsOf('keepsakes')).map(({ dedupeKey }) => dedupeKey);
  for (const key of keys) pipeline.failingKeys.add(key);
  const failed = await pipeline.importFeed('keepsakes', { records: 60, changed: 60 });
  pipeline.failingKeys.clear();
  expect(failed).toMatchObject({ status: 'failed', meta: { failedBatches: 3 } });
  const kept = () => pipeline.database.importBatches.rerunnable(failed.runId, 2, null);
  expect(await kept()).toHaveLength(3);
  const runs = pipeline.db.collection('import_logs');
  await runs.updateOne({ runId: failed.runId }, { $set: { status: 'running', attempt: 2 } });
  expect(await sweepIn(31, { failedBatches: 30 })).toMatchObject({ payloads: 0 });
  // However many they are, those of other runs are found behind them.
  const batches = pipeline.db.collection<{ _id: string; runId: string }>('import_batches');
  const [batch] = await batches.find({ runId: failed.runId }).toArray();
  await batches.insertOne({ ...batch, _id: 'other', runId: 'other' });
  const tomorrow = new Date(Date.now() + DAY_MS);
  expect(await pipeline.database.retention.forgetPayloads(tomorrow, 2)).toBe(1);
  await batches.deleteOne({ _id: 'other' });
  await runs.updateOne({ runId: failed.runId }, { $set: { status: 'failed' } });
  expect(await sweepIn(29, { failedBatches: 30 })).toMatchObject({ payloads: 0 });
  expect(await kept()).toHaveLength(3);
  expect(await sweepIn(31, { failedBatches: 30 })).toMatchObject({ payloads: 3 });
  expect(await kept()).toHaveLength(0);
  expect(await batchesOf(failed.runId)).toBe(3);
});

test('jobs that were closed long ago are removed, open and recently closed ones are not', async () => {
  await pipeline.importFeed('closing', { records: 500 });
  const [old, late] = (await pipeline.jobsOf('closing'))
    .map(({ dedupeKey }) => dedupeKey)
    .reduce(
      ([a, b]: [string[], string[]], key, index): [string[], string[]] =>
        index < 450 ? [[...a, key], b] : index < 480 ? [a, [...b, key]] : [a, b],
      [[], []],
    );
  const { jobs } = pipeline.database;
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
  await jobs.close(old, { runId: 'r', at: ago(11), reason: 'not-in-feed' });
  await jobs.close(late, { runId: 'r', at: ago(9), reason: 'not-in-feed' });
  expect(await sweepIn(0, { closedJobs: 10 })).toMatchObject({ closedJobs: 450 });
  expect(await pipeline.jobsOf('closing')).toHaveLength(50);
  expect(await sweepIn(0, {})).toMatchObject({ closedJobs: 0 });
  // What was removed comes back as new with the next whole import.
  const again = await pipeline.importFeed('closing', { records: 500 });
  expect(again).toMatchObject({ status: 'completed', newJobs: 450 });
});

test('old entries of the audit log are removed if configured, newer ones are not', async () => {
  const audit = pipeline.db.collection('audit_log');
  await audit.insertMany(Array.from({ length: 250 }, () => ({ _id: new ObjectId(), client: 'old' })));
  const inThreeDays = ObjectId.createFromTime(Math.floor(Date.now() / 1_000) + 3 * 86_400);
  await audit.insertOne({ _id: inThreeDays, client: 'late' });
  expect(await sweepIn(9, { audit: 10 })).toMatchObject({ audit: 0 });
  expect(await sweepIn(11, {})).toMatchObject({ audit: 0 });
  expect(await sweepIn(11, { audit: 10 })).toMatchObject({ audit: 250 });
  expect(await audit.distinct('client')).toEqual(['late']);
});

test('one of several schedulers performs the hourly sweep, and a closed one stops', async () => {
  let now = new Date('2026-01-01T10:23:00Z');
  const databaseClock = { measure: async () => ({ now, skewMs: 0 }) };
  const deps = { database: pipeline.database, databaseClock, log };
  const sweepers = [1, 2, 3].map(() => createSweeper(deps, keepAll));
  const results = await Promise.all(sweepers.map((one) => one.sweepHour()));
  expect(results.filter((swept) => swept !== null)).toHaveLength(1);
  now = new Date('2026-01-01T10:59:00Z');
  expect(await sweepers[0]?.sweepHour()).toBeNull();
  now = new Date('2026-01-01T11:01:00Z');
  expect(await sweepers[0]?.sweepHour()).not.toBeNull();
  await pipeline.importFeed('left', { records: 5 });
  await Promise.all(sweepers.map((one) => one.close()));
  expect(await sweepIn(91, { runs: 90 }, AbortSignal.abort())).toMatchObject({ runs: 0, batches: 0 });
});

test('the change log is compacted once a day, and keeps the newest change', async () => {
  const now = new Date();
  const databaseClock = { measure: async () => ({ now, skewMs: 0 }) };
  const sweeper = createSweeper({ database: pipeline.database, databaseClock, log }, keepAll);
  const changes = pipeline.db.collection<{ _id: number }>('changes');
  const newest = () => pipeline.database.changes.newest();
  const isListed = async (number: number) => (await changes.findOne({ _id: number })) !== null;
  const importAt = async (seed: number) => {
    await pipeline.importFeed('listed', { records: 20, seed });
    // All of it was long ago.
    await changes.updateMany(
      { at: { $exists: true } },
      { $set: { at: new Date(now.getTime() - 2 * DAY_MS) } },
    );
    return newest();
  };
  const first = await importAt(1);
  const second = await importAt(2);
  await sweeper.sweepHour();
  expect([await isListed(first), await isListed(second)]).toEqual([false, true]);
  const third = await importAt(3);
  // Not again on the same day.
  await pipeline.db.collection<{ _id: string }>('claims').deleteOne({ _id: 'retention' });
  expect(await sweeper.sweepHour()).not.toBeNull();
  expect([await isListed(second), await isListed(third)]).toEqual([true, true]);
  await sweeper.close();
});

test('in the week of an upgrade, jobs that the version before wrote are listed', async () => {
  const { changes } = pipeline.database;
  await pipeline.importFeed('upgraded', { records: 5 });
  const jobs = pipeline.db.collection('jobs');
  const unlist = () => jobs.updateMany({ sourceName: 'upgraded' }, { $unset: { changeGroup: '' } });
  const unmarked = { sourceName: 'upgraded', changeGroup: { $exists: false } };
  const compactIn = (days: number) =>
    compactChanges(pipeline.database, keepAll, new Date(Date.now() + days * DAY_MS), never);
  await unlist();
  const before = await changes.newest();
  await compactIn(8);
  expect(await jobs.countDocuments(unmarked)).toBe(5);
  await compactIn(6);
  expect(await jobs.countDocuments(unmarked)).toBe(0);
  expect(await changes.newest()).toBe(before + 1);
});

test('a job that is removed stays in the change log for a month, and as long as closed jobs are kept', async () => {
  const { changes } = pipeline.database;
  await pipeline.importFeed('forgotten', { records: 5 });
  const position = await changes.newest();
  await pipeline.importFeed('newer', { records: 5 });
  await pipeline.db.collection('jobs').deleteMany({ sourceName: 'forgotten' });
  const isListedIn = async (days: number, closedJobs: number) => {
    await compactChanges(pipeline.database, { closedJobs }, new Date(Date.now() + days * DAY_MS), never);
    return (await pipeline.db.collection<{ _id: number }>('changes').countDocuments({ _id: position })) === 1;
  };
  expect(await isListedIn(29, 0)).toBe(true);
  expect(await isListedIn(99, 100)).toBe(true);
  expect(await isListedIn(31, 0)).toBe(false);
});

test('what the imports of a feed are compared with is removed once no source has its URL', async () => {
  const { sources, importManifests, clock } = { ...pipeline.database, ...pipeline };
  await pipeline.importFeed('stays', { records: 5 });
  const { sourceUrl } = await pipeline.importFeed('moves', { records: 5 });
  const seen = await sources.findByName('moves');
  if (!seen) throw new Error('the source is gone');
  const moved = `${pipeline.feedsUrl}${pipeline.feeds.publish('moved', { records: 7 })}`;
  await sources.replaceConfig(seen, sourceConfig.parse({ name: 'moves', url: moved }), clock());
  // A run that began before may still be reading it.
  const late = newRun(seen, 'manual', clock(), { batchSize: 20 });
  await pipeline.database.importLogs.insertRunning(late);
  expect(await sweepIn(0, {})).toMatchObject({ manifests: 0 });
  await pipeline.db.collection('import_logs').deleteOne({ runId: late.runId });
  expect(await sweepIn(0, {})).toMatchObject({ manifests: 1 });
  expect(await importManifests.findLast(sourceUrl)).toBeNull();
  expect(await pipeline.db.collection('import_manifest_parts').countDocuments({ sourceUrl })).toBe(0);
  expect(await pipeline.importFeed('stays', { records: 5 })).toMatchObject({
    fetch: { comparison: { fullReadReason: null } },
  });
});

test('jobs that a run held back can be closed after their source got another URL', async () => {
  await pipeline.importFeed('shrinks', { records: 20 });
  const { runId } = await pipeline.importFeed('shrinks', { records: 10 });
  const seen = await pipeline.database.sources.findByName('shrinks');
  if (!seen) throw new Error('the source is gone');
  const config = sourceConfig.parse({ name: 'shrinks', url: `${seen.url}-moved` });
  await pipeline.database.sources.replaceConfig(seen, config, pipeline.clock());
  expect(await sweepIn(0, {})).toMatchObject({ manifests: 0 });
  expect(await confirmRemoval(pipeline.deps, runId)).toMatchObject({ removedJobs: 10 });
  expect(await sweepIn(0, {})).toMatchObject({ manifests: 1 });
});
