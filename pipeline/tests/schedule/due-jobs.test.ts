import { DAY_MS, MINUTE_MS } from '@feedflow/shared/durations';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { createLog } from '@feedflow/shared/process/log';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { describe, expect, test } from 'vitest';
import { closeDueJobs, createDueJobsCloser } from '../../src/schedule/due-jobs.ts';
import { writeJobs } from '../../src/upsert/write-jobs.ts';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('due', { shrinkLimitPercent: 50, batchSize: 3, maxBatchSize: 1_000 }, async (suite) => {
  ({ pipeline, feed, name } = suite);
  // A sweep looks at all sources.
  await pipeline.db.collection('sources').deleteMany({});
});

const log = createLog('test', { level: 'silent', pretty: false });
const never = new AbortController().signal;
// Dates of feeds are read in whole seconds.
const start = Math.floor(Date.now() / 1_000) * 1_000;
const inMinutes = (minutes: number) => new Date(start + minutes * MINUTE_MS);
const PAST = inMinutes(-60);
const SOON = inMinutes(60);
const LATER = inMinutes(7 * 24 * 60);

/** Jobs by id, with their expiry dates. */
type Listed = Record<string, Date | null>;
const list = (jobs: Listed, more = '') =>
  `<jobs>${Object.entries(jobs)
    .map(
      ([id, expiresAt]) =>
        `<job><id>${id}</id><title>Job ${id}${more}</title><url>https://b.example/${id}</url>${
          expiresAt ? `<expires_at>${expiresAt.toISOString()}</expires_at>` : ''
        }</job>`,
    )
    .join('')}</jobs>`;

async function run(
  jobs: Listed,
  { more = '', full = false, ...config }: { more?: string; full?: boolean } & Partial<SourceConfig> = {},
): Promise<Run> {
  feed.set(`/${name}`, list(jobs, more));
  const source = { name, url: `${feed.base}/${name}`, removeVanished: undefined, ...config };
  return importOnce(pipeline, source, { full });
}
const sweepAt = (now: Date, reasons: ('expired' | 'too-old')[] = ['expired', 'too-old']) =>
  closeDueJobs({ database: pipeline.deps.database, log }, reasons, now, never);
const open = () => openIds(pipeline, name);
async function closed(): Promise<Record<string, StoredJob['closeReason']>> {
  const jobs = await pipeline.jobsOf(name);
  const found = jobs.filter(({ status }) => status === 'closed');
  return Object.fromEntries(found.map(({ externalId, closeReason }) => [externalId, closeReason]));
}
const jobOf = async (id: string) => (await pipeline.jobsOf(name)).find((job) => job.externalId === id);
async function change(closing: SourceConfig['closing']): Promise<void> {
  const source = await pipeline.database.sources.findByName(name);
  if (!source?.closing) throw new Error('the source has no setting');
  const whole = { missing: true, expired: true, afterDays: null, ...source.closing, ...closing };
  const config = { ...source, closing: whole, removeVanished: whole.missing };
  await pipeline.database.sources.replaceConfig(source, config, new Date());
}

describe('an expired job is not an open job', () => {
  test('from its first import on, and its record counts as any other', async () => {
    const first = await run({ a: null, b: PAST, c: SOON });
    expect(first).toMatchObject({ status: 'completed', newJobs: 3, removedJobs: 0, removal: null });
    expect(first.expiredJobs).toBe(1);
    expect(await open()).toEqual(['a', 'c']);
    expect(await jobOf('b')).toMatchObject({
      status: 'closed',
      closeReason: 'expired',
      closedRunId: first.runId,
      createdRunId: first.runId,
    });
    // Neither the comparison with the last import nor a full read reopens it.
    for (const full of [false, true]) {
      expect(await run({ a: null, b: PAST, c: SOON }, { full })).toMatchObject({
        unchangedJobs: 3,
        removedJobs: 0,
        expiredJobs: 0,
      });
      expect(await open()).toEqual(['a', 'c']);
    }
    expect(await jobOf('b')).toMatchObject({ closedRunId: first.runId, updatedRunId: null });
  });

  test('when its date moves into the past; and it is reopened when the date moves into the future', async () => {
    await run({ a: SOON, b: null });
    const second = await run({ a: PAST, b: null });
    expect(second).toMatchObject({ updatedJobs: 1, unchangedJobs: 1, expiredJobs: 1 });
    expect(await closed()).toEqual({ a: 'expired' });
    // Changed, and still expired: it was closed once.
    const third = await run({ a: new Date(PAST.getTime() - MINUTE_MS), b: null });
    expect(third).toMatchObject({ updatedJobs: 1, expiredJobs: 0 });
    expect(await jobOf('a')).toMatchObject({ closedRunId: second.runId, updatedRunId: third.runId });
    const fourth = await run({ a: LATER, b: null });
    expect(fourth).toMatchObject({ updatedJobs: 1 });
    expect(await jobOf('a')).toMatchObject({
      status: 'open',
      reopenedRunId: fourth.runId,
      closedBefore: { reason: 'expired', runId: second.runId },
    });
    expect(await run({ a: null, b: null })).toMatchObject({ updatedJobs: 1 });
    expect(await open()).toEqual(['a', 'b']);
  });

  test('unless its source keeps it, as sources of earlier versions do', async () => {
    await run({ a: PAST }, { removeVanished: true });
    expect(await sweepAt(LATER)).toEqual({ expired: 0, 'too-old': 0 });
    expect(await open()).toEqual(['a']);
  });
});

describe('the sweep closes what becomes due between imports', () => {
  test('at the moment that the date says, once, and without a full read after it', async () => {
    await run({ a: SOON, b: LATER, c: null });
    expect((await sweepAt(new Date(SOON.getTime() - 1))).expired).toBe(0);
    expect((await sweepAt(SOON)).expired).toBe(1);
    expect((await sweepAt(SOON)).expired).toBe(0);
    expect(await jobOf('a')).toMatchObject({
      closeReason: 'expired',
      closedRunId: null,
      closedAt: SOON,
      updatedAt: SOON,
    });
    expect(await pipeline.database.jobs.countDue(`${feed.base}/${name}`)).toEqual({
      expired: 1,
      'too-old': 0,
    });
    const next = await run({ a: SOON, b: LATER, c: null });
    expect(next).toMatchObject({ unchangedJobs: 3, fetch: { comparison: { fullReadReason: null } } });
  });

  test('a date without a time names the last day', async () => {
    const day = new Date(Math.floor(start / DAY_MS) * DAY_MS + DAY_MS);
    await run({ a: day });
    expect((await sweepAt(new Date(day.getTime() + DAY_MS - 1))).expired).toBe(0);
    expect((await sweepAt(new Date(day.getTime() + DAY_MS))).expired).toBe(1);
  });

  test('in steps, which a crash may interrupt', async () => {
    const jobs = Object.fromEntries(Array.from({ length: 2_100 }, (_, n) => [`n${n}`, SOON]));
    await run(jobs);
    const url = `${feed.base}/${name}`;
    // As a process that ends after its first step.
    for await (const some of pipeline.database.jobs.closeDue(url, { reason: 'expired', by: LATER }, LATER)) {
      expect(some).toBe(1_000);
      break;
    }
    expect((await sweepAt(LATER)).expired).toBe(1_100);
    expect(await pipeline.database.jobs.countOpen(url)).toBe(0);
    // The first step was not noted: the next import finds out by reading all of the feed.
    expect(await run(jobs)).toMatchObject({ fetch: { comparison: { fullReadReason: 'jobs-disagree' } } });
  });

  test('a job whose date an import moves meanwhile stays open', async () => {
    await run({ a: SOON, b: SOON });
    const url = `${feed.base}/${name}`;
    const { jobs } = pipeline.database;
    const sweep = jobs.closeDue(url, { reason: 'expired', by: LATER }, LATER);
    const keys = (await pipeline.jobsOf(name)).map(({ dedupeKey }) => dedupeKey);
    await run({ a: inMinutes(30 * 24 * 60), b: SOON });
    expect(
      await jobs.close(keys, { runId: null, at: LATER, reason: 'expired' }, { expiresAt: { $lte: LATER } }),
    ).toBe(1);
    expect((await sweep.next()).done).toBe(true);
    expect(await open()).toEqual(['a']);
  });

  test('a job whose date an import moves after it was closed is reopened, whatever the import had seen', async () => {
    const ended = await run({ a: SOON, b: SOON });
    const [first] = await pipeline.jobsOf(name);
    if (!first) throw new Error('nothing is stored');
    const { dedupeKey } = first;
    const moved = { ...first, expiresAt: inMinutes(30 * 24 * 60), contentHash: 'c'.repeat(40) };
    const { jobs, changes } = pipeline.database;
    let sweeps = 0;
    const ownsBatch = async () => {
      sweeps += 1;
      // Between its look-up and its write.
      if (sweeps === 1) await jobs.close([dedupeKey], { runId: null, at: LATER, reason: 'expired' });
      return true;
    };
    const stamp = { runId: '9'.repeat(24), at: LATER };
    const closing = { expired: true, afterDays: null };
    const written = await writeJobs({ jobs, ownsBatch }, [moved], stamp, { maxTimeMs: 10_000, closing });
    expect(written).toMatchObject([{ outcome: 'updatedJobs' }]);
    expect(await jobs.find(dedupeKey)).toMatchObject({
      status: 'open',
      closeReason: null,
      reopenedRunId: stamp.runId,
      closedBefore: { at: LATER, reason: 'expired' },
      createdRunId: ended.runId,
    });
    const listed: Record<string, string> = {};
    for (let cursor: string | undefined; ; ) {
      const { items, nextCursor } = await changes.read({ cursor, limit: 1_000 });
      for (const item of items) listed[item.dedupeKey] = item.type;
      if (nextCursor === cursor) break;
      cursor = nextCursor;
    }
    expect(listed[dedupeKey]).toBe('reopened');
  });

  test('beside imports of the same source, which move the dates', async () => {
    const ids = [...'abcdefghijklmnop'];
    let isOver = false;
    const sweeping = (async () => {
      while (!isOver) await sweepAt(new Date());
    })();
    let listed: Listed = {};
    let lastDue = 0;
    for (let round = 0; round < 6; round += 1) {
      const soon = new Date((Math.floor(Date.now() / 1_000) + 1) * 1_000);
      lastDue = soon.getTime();
      const dates = [PAST, soon, LATER, null];
      listed = Object.fromEntries(ids.map((id, n) => [id, dates[(n * 7 + round * (n % 3)) % 4] ?? null]));
      const { newJobs, updatedJobs, unchangedJobs, removedJobs } = await run(listed);
      expect([newJobs + updatedJobs + unchangedJobs, removedJobs]).toEqual([ids.length, 0]);
    }
    await expect.poll(() => Date.now(), { timeout: 5_000 }).toBeGreaterThan(lastDue);
    isOver = true;
    await sweeping;
    await sweepAt(new Date());
    expect(await open()).toEqual(ids.filter((id) => listed[id] === null || listed[id] === LATER));
    expect(new Set(Object.values(await closed()))).toEqual(new Set(['expired']));
  });

  test('each time once, whichever scheduler sees it first', async () => {
    await run({ a: SOON });
    await pipeline.db.collection('jobs').updateOne({ sourceName: name }, { $set: { expiresAt: PAST } });
    const closers = [0, 1].map(() =>
      createDueJobsCloser({ database: pipeline.deps.database, databaseClock: pipeline.databaseClock, log }),
    );
    const counts = await Promise.all(closers.map((one) => one.closeDue()));
    await Promise.all(closers.map((one) => one.close()));
    expect(counts.map(({ expired }) => expired).sort()).toEqual([0, 1]);
  });

  test('not of a source that is deleted', async () => {
    await run({ a: SOON });
    await pipeline.database.sources.remove(name);
    expect((await sweepAt(LATER)).expired).toBe(0);
    expect(await open()).toEqual(['a']);
  });
});

describe('a job that is closed because it was due is not missing', () => {
  test('later, whether or not it leaves the feed, and counts neither as removed nor for the shrink guard', async () => {
    await run({ a: null, b: null, c: PAST, d: PAST, e: PAST });
    const next = await run({ a: null });
    expect(next).toMatchObject({
      removedJobs: 1,
      removal: { state: 'closed', vanishedJobs: 1, openBefore: 2 },
    });
    expect(await closed()).toEqual({ b: 'not-in-feed', c: 'expired', d: 'expired', e: 'expired' });
    expect(await run({ a: null })).toMatchObject({ removedJobs: 0, removal: null });
  });

  test('in the run that closes missing jobs too', async () => {
    await run({ a: null, b: SOON, c: SOON, d: null });
    const next = await run({ a: null, b: PAST, d: null, e: PAST });
    expect(next).toMatchObject({ newJobs: 1, updatedJobs: 1, removedJobs: 1, removal: { vanishedJobs: 1 } });
    expect(await closed()).toEqual({ b: 'expired', c: 'not-in-feed', e: 'expired' });
  });

  test('when it expires while its removal is held back', async () => {
    await run({ a: null, b: SOON, c: null, d: null });
    const shrunk = await run({ a: null });
    expect(shrunk).toMatchObject({ removedJobs: 0, removal: { state: 'held', vanishedJobs: 3 } });
    expect((await sweepAt(SOON)).expired).toBe(1);
    expect(await confirmRemoval(pipeline.deps, shrunk.runId)).toMatchObject({ removedJobs: 2 });
    expect(await closed()).toEqual({ b: 'expired', c: 'not-in-feed', d: 'not-in-feed' });
  });

  test('and jobs that were held back are still found when others have expired', async () => {
    await run({ a: null, b: null, c: null, d: PAST, e: PAST, f: PAST });
    expect(await run({ d: PAST, e: PAST, f: PAST })).toMatchObject({
      removal: { state: 'held', vanishedJobs: 3, openBefore: 3 },
    });
    // As many open jobs as the feed has, none of which it lists.
    expect(await run({ d: PAST, e: PAST, f: PAST })).toMatchObject({
      removal: { state: 'held', vanishedJobs: 3, openBefore: 3 },
    });
  });

  test('returns as expired while its date is past', async () => {
    await run({ a: null, b: SOON, c: null });
    await run({ a: null, c: null });
    expect(await closed()).toEqual({ b: 'not-in-feed' });
    expect(await run({ a: null, b: PAST, c: null })).toMatchObject({ updatedJobs: 1 });
    expect(await closed()).toEqual({ b: 'expired' });
  });
});

describe('a change of the source', () => {
  test('closes what is due, and reopens what no longer is at the next import', async () => {
    await run({ a: PAST, b: null }, { closing: { expired: false } });
    expect(await open()).toEqual(['a', 'b']);
    await change({ expired: true });
    expect((await sweepAt(new Date())).expired).toBe(1);
    expect(await open()).toEqual(['b']);
    await change({ expired: false });
    expect((await sweepAt(LATER)).expired).toBe(0);
    expect(await run({ a: PAST, b: null })).toMatchObject({
      updatedJobs: 1,
      fetch: { comparison: { fullReadReason: 'jobs-disagree' } },
    });
    expect(await open()).toEqual(['a', 'b']);
    // Also where an import closed it.
    await change({ expired: true });
    expect(await run({ a: PAST, b: null }, { full: true, more: ' (changed)' })).toMatchObject({
      updatedJobs: 2,
    });
    await change({ expired: false });
    expect(await run({ a: PAST, b: null }, { more: ' (changed)' })).toMatchObject({
      updatedJobs: 1,
      fetch: { comparison: { fullReadReason: 'read-differently' } },
    });
    expect(await open()).toEqual(['a', 'b']);
  });

  test('that closes missing jobs finds those that went missing before', async () => {
    await run({ a: null, b: null, c: null }, { closing: { missing: false } });
    expect(await run({ a: null, b: null })).toMatchObject({ removedJobs: 0, removal: null });
    await change({ missing: true });
    expect(await run({ a: null, b: null })).toMatchObject({ removedJobs: 1 });
  });
});

describe('jobs that are too old', () => {
  const closing = { missing: false, expired: false, afterDays: 10 };

  test('are closed so many days after they were last written, and reopened when they change', async () => {
    await run({ a: null, b: null }, { closing });
    const at = (await jobOf('a'))?.updatedAt.getTime() ?? 0;
    expect((await sweepAt(new Date(at + 10 * DAY_MS - 1)))['too-old']).toBe(0);
    expect((await sweepAt(new Date(at + 10 * DAY_MS)))['too-old']).toBeGreaterThan(0);
    await sweepAt(new Date(at + 11 * DAY_MS));
    expect(await closed()).toEqual({ a: 'too-old', b: 'too-old' });
    expect(await pipeline.database.jobs.countDue(`${feed.base}/${name}`)).toEqual({
      expired: 0,
      'too-old': 2,
    });
    // Closed as of a time in the future, so that it is not too old by the clock of the import.
    await pipeline.db
      .collection('jobs')
      .updateMany({ sourceName: name }, { $set: { changedAt: new Date(Date.now() - 10 * DAY_MS) } });
    expect(await run({ a: null, b: null }, { full: true })).toMatchObject({ unchangedJobs: 2 });
    expect(await open()).toEqual([]);
    expect(await run({ a: null, b: null }, { more: ' (changed)' })).toMatchObject({ updatedJobs: 2 });
    expect(await open()).toEqual(['a', 'b']);
  });

  test('an unchanged job of a source that keeps jobs longer is reopened', async () => {
    await run({ a: null }, { closing });
    const at = (await jobOf('a'))?.updatedAt.getTime() ?? 0;
    await sweepAt(new Date(at + 10 * DAY_MS));
    expect(await open()).toEqual([]);
    await change({ afterDays: null });
    expect(await run({ a: null })).toMatchObject({ updatedJobs: 1 });
    expect(await open()).toEqual(['a']);
  });
});

test('a batch that is written again counts and closes the same', async () => {
  const ended = await run({ a: PAST, b: null });
  const stored = await pipeline.jobsOf(name);
  const stamp = { runId: ended.runId, at: new Date() };
  const again = await writeJobs(
    { jobs: pipeline.database.jobs, ownsBatch: async () => true },
    stored,
    stamp,
    { maxTimeMs: 10_000, closing: { expired: true, afterDays: null } },
  );
  expect(again?.map((one) => 'outcome' in one && one.outcome)).toEqual(['newJobs', 'newJobs']);
  expect(await pipeline.jobsOf(name)).toEqual(stored);
});
