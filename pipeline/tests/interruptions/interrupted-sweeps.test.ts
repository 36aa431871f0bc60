import { lostAfter, wasLost } from '@feedflow/infra/testing/suite/lost-process';
import { DAY_MS } from '@feedflow/shared/durations';
import { createDatabase, type Database } from '@feedflow/shared/mongo/database';
import { createLog } from '@feedflow/shared/process/log';
import { finishRename, renameSource } from '@feedflow/shared/run/rename-source';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compactChanges, sweep } from '../../src/retention/sweep.ts';
import { closeDueJobs } from '../../src/schedule/due-jobs.ts';
import { importOnce, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';
import { left, restore, snapshot } from './interruptions.ts';

/* What the scheduler and the API do beside runs, cut off after each of its writes and repeated. */

let pipeline: RunningPipeline;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ shrinkLimitPercent: 90, batchSize: 3, batchAttempts: 1 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});
beforeEach(async () => {
  for (const collection of await pipeline.db.collections())
    if (collection.collectionName !== 'schema_migrations') await collection.deleteMany({});
});

const log = createLog('test', { level: 'silent', pretty: false });
const never = new AbortController().signal;
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS);

const job = (id: number, expires = '') =>
  `<job><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url>${expires && `<expires>${expires}</expires>`}</job>`;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const list = (ids: readonly number[], more = '') =>
  `<jobs>${ids.map((id) => job(id)).join('')}${more}</jobs>`;

function run(name: string, body: string) {
  feed.set(`/${name}`, body);
  const closing = { missing: true, expired: true, afterDays: 30 };
  return importOnce(pipeline, { name, url: `${feed.base}/${name}`, removeVanished: undefined, closing });
}

/** As the reaper lists what was left unfinished a minute ago, at any time of a test. */
const listUnfinished = () => pipeline.database.changes.listUnfinished(daysFromNow(100));

/**
 * Cuts work off after each of its writes, repeats it, and compares what is left then with what is left of work that was
 * not cut off.
 */
async function expectSameWhereverCut(
  work: (database: Database) => Promise<unknown>,
  repeat: () => Promise<unknown> = () => work(pipeline.database),
): Promise<void> {
  const before = await snapshot(pipeline);
  await restore(pipeline, before);
  const whole = lostAfter(Number.POSITIVE_INFINITY);
  await work(createDatabase(whole.db(pipeline.db)));
  await repeat();
  await listUnfinished();
  const expected = await left(pipeline);
  expect(whole.writes()).toBeGreaterThan(1);
  for (let limit = 1; limit <= whole.writes(); limit += 1) {
    await restore(pipeline, before);
    const lost = lostAfter(limit);
    await work(createDatabase(lost.db(pipeline.db))).catch((error) => {
      if (!wasLost(error)) throw error;
    });
    expect(lost.writes()).toBe(limit);
    await repeat();
    await listUnfinished();
    expect(await left(pipeline), `cut off after ${limit} of ${whole.writes()} writes`).toEqual(expected);
  }
}

test('the jobs that are due are closed once, wherever a sweep is cut off', async () => {
  const SOON = new Date(Date.now() + 3_600_000).toISOString();
  for (const name of ['due1', 'due2'])
    await run(
      name,
      list(
        numbers(0, 5),
        numbers(5, 9)
          .map((id) => job(id, SOON))
          .join(''),
      ),
    );
  // First those that expired, then the others, which are too old.
  const at = daysFromNow(40);
  const close = (database: Database) => closeDueJobs({ database, log }, ['expired', 'too-old'], at, never);
  await expectSameWhereverCut(close, async () => {
    await close(pipeline.database);
    // Where it was cut off before it had noted what it closed, the next import reads all of the feed.
    await pipeline.db.collection('import_manifests').updateMany({}, { $unset: { openJobs: '' } });
  });
  expect(await pipeline.database.jobs.countDue(`${feed.base}/due1`)).toEqual({ expired: 4, 'too-old': 5 });
});

test('old data is removed and counted once, wherever a sweep is cut off', async () => {
  await run('old1', list(numbers(0, 10)));
  await run('old1', list(numbers(2, 12)));
  await run('old2', list(numbers(0, 4)));
  const days = { runs: 90, failedBatches: 7, closedJobs: 90, audit: 90 };
  await expectSameWhereverCut((database) => sweep({ database }, days, daysFromNow(91), never));
  const [total] = await pipeline.database.runTotals.removedOf({ sourceName: 'old1' });
  expect(total).toMatchObject({ newJobs: 12, unchangedJobs: 8, removedJobs: 2, runs: { completed: 2 } });
});

test('readers of changes get the same, wherever compaction is cut off', async () => {
  await run('compacted', list(numbers(0, 10)));
  await run('compacted', list(numbers(0, 1)));
  await sweep(
    { database: pipeline.database },
    { runs: 0, failedBatches: 0, closedJobs: 1, audit: 0 },
    daysFromNow(60),
    never,
  );
  await run('compacted', list(numbers(1, 4)));
  await expectSameWhereverCut((database) =>
    compactChanges(database, { closedJobs: 1 }, daysFromNow(60), never),
  );
});

test.each(['the request', 'the scheduler'])(
  'a source is renamed with its history by %s, wherever the first request was cut off',
  async (who) => {
    await run('before', list(numbers(0, 5)));
    await run('before', list(numbers(1, 6)));
    const { alertStates, acknowledgements, importLogs, sources } = pipeline.database;
    await alertStates.begin('before', 'run-failed', { runId: 'r', at: new Date(0) });
    const texts = { title: null, state: 'then', snoozedUntil: null, reason: null, by: 'test' };
    const [at, expiresAt] = [new Date(), daysFromNow(1)];
    await acknowledgements.put({ ...texts, item: 'source before', at, expiresAt });
    await expect.poll(() => importLogs.findUnannounced(new Date(), 10)).toEqual([]);
    const rename = (database: Database) =>
      renameSource(database, { name: 'before', to: 'after', now: () => new Date(), timeoutMs: 60_000 });
    await expectSameWhereverCut(rename, async () => {
      if (who === 'the request') return rename(pipeline.database).catch(() => undefined);
      for (const source of await sources.findRenaming(new Date()))
        await finishRename(pipeline.database, source, never);
    });
  },
);
