import { DAY_MS, HOUR_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { nextRuns } from '@feedflow/shared/model/schedule';
import { readServerTime } from '@feedflow/shared/mongo/server-time';
import { createDatabaseClock } from '@feedflow/shared/process/database-clock';
import { createLog } from '@feedflow/shared/process/log';
import type { ObjectId } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSweeper } from '../../src/retention/sweeper.ts';
import { createReaper } from '../../src/schedule/reaper.ts';
import { createTicker, type Ticker } from '../../src/schedule/ticker.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
/** Every process of it has a clock that is ten days ahead of the database's. */
beforeAll(async () => {
  pipeline = await startPipeline({
    clock: () => new Date(Date.now() + 10 * DAY_MS),
    storeRaw: { firstRecords: 5, keepMs: DAY_MS },
  });
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const lines: { level: number; msg: string; source?: string }[] = [];
const log = createLog('test', {
  level: 'trace',
  pretty: false,
  destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
});
beforeEach(() => {
  lines.length = 0;
});

const serverNow = () => readServerTime(pipeline.db);
const hoursFromNow = async (timestamp: Date) =>
  (timestamp.getTime() - (await serverNow()).getTime()) / HOUR_MS;
const sourceNamed = async (name: string) => {
  const found = await pipeline.database.sources.findByName(name);
  if (!found) throw new Error(name);
  return found;
};
const setLastTick = (name: string, lastTickAt: Date) =>
  pipeline.db.collection('sources').updateOne({ name }, { $set: { lastTickAt } });

const schedulerOptions = { defaultIntervalMinutes: 60, refreshSeconds: 59 };
const tickerWith = (clock: () => Date): Ticker =>
  createTicker({ ...pipeline.deps, clock, log }, { ...pipeline.runOptions, ...schedulerOptions });

test('a process with a wrong clock stores timestamps of the database', async () => {
  const run = await pipeline.importFeed('stamps', { records: 40 });
  const [job] = await pipeline.db.collection('jobs').find({ sourceName: 'stamps' }).toArray();
  const [raw] = await pipeline.db.collection('raw_records').find({ runId: run.runId }).toArray();
  await pipeline.database.auditLog.write({
    at: pipeline.clock(),
    client: 'c',
    address: 'a',
    command: 'x',
    target: null,
    count: null,
    reason: null,
    outcome: 'done',
    session: null,
    sessionAddress: null,
    changes: null,
    requestId: 'r',
  });
  const [entry] = await pipeline.db.collection<{ _id: ObjectId }>('audit_log').find().toArray();
  const timestamps = {
    started: run.startedAt,
    finished: run.finishedAt,
    created: job?.['createdAt'],
    jobId: job?._id.getTimestamp(),
    auditId: entry?._id.getTimestamp(),
  };
  for (const [name, timestamp] of Object.entries(timestamps)) {
    expect(Math.abs(await hoursFromNow(timestamp)), name).toBeLessThan(1);
  }
  // Ten days early, MongoDB would remove it at once or keep it for eleven.
  expect(await hoursFromNow(raw?.['expiresAt'])).toBeGreaterThan(23);
  expect(await hoursFromNow(raw?.['expiresAt'])).toBeLessThan(25);
  const page = await pipeline.database.jobSearch.list({
    changedBy: run,
    sort: { by: 'createdAt', order: 'desc' },
    limit: 100,
  });
  expect(page.items).toHaveLength(40);
});

test('a source whose last tick is in the future runs again, with one warning, as the API reports', async () => {
  const inTenDays = new Date(Date.now() + 10 * DAY_MS);
  const names = ['silenced-cron', 'silenced-interval', 'fine'];
  for (const name of names) {
    const schedule = name === 'silenced-cron' ? { schedule: '* * * * *' } : { intervalMinutes: 5 };
    await pipeline.addSource({ name, url: `${pipeline.feedsUrl}/${name}`, ...schedule });
  }
  await setLastTick('silenced-cron', inTenDays);
  await setLastTick('silenced-interval', inTenDays);
  await setLastTick('fine', new Date(Date.now() - MINUTE_MS / 2));
  const base = await serverNow();
  const reported = new Map(
    await Promise.all(
      names.map(async (name) => [name, nextRuns(await sourceNamed(name), base, 1, 60)[0]] as const),
    ),
  );
  let now = base;
  const ticker = tickerWith(() => now);
  const other = tickerWith(() => now);
  await Promise.all([ticker.refresh(), other.refresh()]);
  const warnings = lines.filter(({ level }) => level === 40).map(({ source }) => source);
  // Two tickers read the sources at the same time.
  expect(warnings.sort()).toEqual(['silenced-cron', 'silenced-interval']);
  now = new Date(base.getTime() + MINUTE_MS);
  await ticker.takeDue();
  await Promise.all([ticker.close(), other.close()]);
  expect((await sourceNamed('silenced-cron')).lastTickAt).toEqual(reported.get('silenced-cron'));
  expect((await sourceNamed('silenced-interval')).lastTickAt).toEqual(reported.get('silenced-interval'));
  // Its interval counts from its own last tick.
  expect((await sourceNamed('fine')).lastTickAt?.getTime()).toBeLessThan(base.getTime());
});

test.each([
  ['an hour ahead', HOUR_MS],
  ['half a minute ahead', MINUTE_MS / 2],
  ['two days behind', -2 * DAY_MS],
])('with one of two schedulers %s, each tick is performed exactly once', async (_name, aheadMs) => {
  const every = { name: `every-${aheadMs}`, schedule: '* * * * *' };
  const third = { name: `third-${aheadMs}`, schedule: '*/3 * * * *' };
  const interval = { name: `interval-${aheadMs}`, intervalMinutes: 2 };
  for (const source of [every, third, interval]) {
    await pipeline.addSource({ ...source, url: `${pipeline.feedsUrl}/${source.name}` });
    // The run of the first tick is still running: the later ticks are skipped.
    await pipeline.db
      .collection('import_logs')
      .insertOne({ sourceUrl: `${pipeline.feedsUrl}/${source.name}`, status: 'running', runId: source.name });
  }
  // A day of ten minutes, in the past of the database that gives out the ticks.
  const start = Date.UTC(2026, 0, 1, 12);
  let nowMs = start - 1_000;
  const clockOf = (skewMs: number) =>
    createDatabaseClock({
      readTime: async () => new Date(nowMs),
      clock: () => new Date(nowMs + skewMs),
      log,
    });
  const clocks = [await clockOf(0), await clockOf(aheadMs)];
  const tickers = clocks.map(({ clock }) => tickerWith(clock));
  await Promise.all(tickers.map((ticker) => ticker.refresh()));
  for (; nowMs < start + 10 * MINUTE_MS; nowMs += 10_000) {
    await Promise.all(tickers.map((ticker) => ticker.takeDue()));
    await Promise.all(tickers.map((ticker) => ticker.refresh()));
  }
  await Promise.all(tickers.map((ticker) => ticker.close()));
  for (const clock of clocks) clock.close();
  const taken = async (source: { name: string }) => {
    const { skippedTicks, lastTickAt } = await sourceNamed(source.name);
    return { ticks: skippedTicks, lastMinute: ((lastTickAt?.getTime() ?? 0) - start) / MINUTE_MS };
  };
  expect(await taken(every)).toEqual({ ticks: 10, lastMinute: 9 });
  expect(await taken(third)).toEqual({ ticks: 4, lastMinute: 9 });
  expect(await taken(interval)).toEqual({ ticks: 5, lastMinute: 8 });
});

test('a scheduler whose clock differs by minutes does not sweep, and another one does', async () => {
  const run = await pipeline.importFeed('kept', { records: 5 });
  const days = { runs: 1, failedBatches: 0, closedJobs: 0, audit: 0 };
  const wrong = createSweeper({ ...pipeline.deps, log }, days);
  expect(await wrong.sweepHour()).toBeNull();
  expect(lines).toMatchObject([{ level: 50, msg: expect.stringContaining('nothing old is removed') }]);
  expect(await pipeline.database.importLogs.find(run.runId)).not.toBeNull();
  const databaseClock = await createDatabaseClock({ readTime: serverNow, log });
  const right = createSweeper({ ...pipeline.deps, databaseClock, log }, days);
  expect(await right.sweepHour()).not.toBeNull();
  expect(await pipeline.database.importLogs.find(run.runId)).not.toBeNull();
  databaseClock.close();
  await Promise.all([wrong.close(), right.close()]);
});

test('the reaper checks a run that began in the future', async () => {
  const source = await pipeline.addSource({
    name: 'early',
    url: pipeline.feedsUrl + pipeline.feeds.publish('early', { records: 5 }),
  });
  const { runId } = await pipeline.startImport(source);
  await pipeline.waitForEnd(runId);
  const startedAt = new Date(Date.now() + 10 * DAY_MS);
  await pipeline.db
    .collection('import_logs')
    .updateOne({ runId }, { $set: { status: 'running', startedAt, 'attempts.0.startedAt': startedAt } });
  const reaper = createReaper(pipeline.deps, {
    batchSize: 20,
    maxBatchSize: 100,
    fetchAttempts: 3,
    batchAttempts: 3,
    intervalSeconds: 59,
    graceMs: 30_000,
  });
  // The run's end is stored shortly before its step is removed.
  await expect.poll(async () => (await reaper.sweep()).get(runId)).toBe('restarted');
  await pipeline.waitForEnd(runId);
  await reaper.close();
});
