import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { describe, expect, test } from 'vitest';
import { closeMissingJobs } from '../../src/finalize/close-missing-jobs.ts';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('guard', { shrinkLimitPercent: 20, batchSize: 3 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

const all = [...'abcdefghij'];
const job = (id: string, more = '') =>
  `<job><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url>${more}</job>`;
const list = (ids: readonly string[], more = '') =>
  `<jobs>${ids.map((id) => job(id)).join('')}${more}</jobs>`;
const marked = (ids: readonly string[], mark: string) => ids.map((id) => job(id, mark)).join('');
const deletions = (ids: readonly string[]) => ids.map((id) => `<deleteJob id="${id}"/>`).join('');
const source = (more: Partial<SourceConfig>) => ({ name, url: `${feed.base}/${name}`, ...more });
async function run(body: string, { full = false, ...more }: { full?: boolean } & Partial<SourceConfig> = {}) {
  feed.set(`/${name}`, body);
  const ended = await importOnce(pipeline, source(more), { full });
  return { ...ended, codes: ended.warnings.map(({ code }) => code) };
}
const open = () => openIds(pipeline, name);
const held = (vanishedJobs: number, deletedJobs: number, openBefore = 10) => ({
  status: 'completed',
  removedJobs: 0,
  removal: { state: 'held', vanishedJobs, deletedJobs, openBefore, limitPercent: 20, confirmedAt: null },
});
const closed = (vanishedJobs: number, deletedJobs: number, openBefore = 10) => ({
  status: 'completed',
  removedJobs: vanishedJobs,
  removal: { state: 'closed', vanishedJobs, deletedJobs, openBefore },
});

describe('a feed that closes too many jobs at once closes none until that is confirmed', () => {
  test.each<[string, string, number, string[]]>([
    ['a state in all records', `<jobs>${marked(all, '<status>Closed</status>')}</jobs>`, 10, ['all-closed']],
    ['states', `<jobs>${marked(all, '<jobStatus>expired</jobStatus>')}</jobs>`, 10, ['all-closed']],
    ['a flag in all records', `<jobs>${marked(all, '<active>0</active>')}</jobs>`, 10, ['all-closed']],
    ['a flag in most records', list(['a'], marked(all.slice(1), '<deleted>1</deleted>')), 9, []],
    ['an action', `<jobs>${marked(all, '<action>delete</action>')}</jobs>`, 10, ['partial-delta']],
    ['elements that delete', `<jobs>${deletions(all)}</jobs>`, 10, ['partial-delta']],
    ['missing records', list(all.slice(5)), 0, []],
    ['deletions and missing records', list(all.slice(3), marked(['a'], '<status>filled</status>')), 1, []],
  ])('by %s', async (_by, body, deleted, codes) => {
    await run(list(all));
    const gone = deleted === 0 ? 5 : Math.max(deleted, 3);
    const first = await run(body);
    expect(first).toMatchObject(held(gone, deleted));
    expect(first.codes).toEqual(codes);
    expect(await open()).toEqual(all);
    // The same again, compared and in full.
    for (const full of [false, true]) {
      const again = await run(body, { full });
      expect(again).toMatchObject(held(gone, deleted));
      expect(again.codes).toEqual(codes);
    }
    const last = await run(body);
    expect(await confirmRemoval(pipeline.deps, last.runId)).toMatchObject({ removedJobs: gone });
    expect(await pipeline.database.importLogs.find(last.runId)).toMatchObject({
      removedJobs: gone,
      openAfter: 10 - gone,
      removal: { state: 'closed', vanishedJobs: gone, deletedJobs: deleted, confirmedAt: expect.any(Date) },
    });
    expect(await open()).toHaveLength(10 - gone);
    expect(await run(body)).toMatchObject({ removedJobs: 0, removal: null });
  });

  test('also without removeVanished, where only deletions close', async () => {
    await run(list(all), { removeVanished: false });
    expect(await run(list(['a'], marked(all.slice(4, 7), '<status>closed</status>')))).toMatchObject(
      held(3, 3),
    );
    expect(await run(list(['a'], marked(['b', 'c'], '<status>closed</status>')))).toMatchObject({
      // Those that were held back still are: the feed does not list them.
      ...held(5, 5),
    });
    expect(await run(list(all.slice(3), marked(['b', 'c'], '<status>closed</status>')))).toMatchObject(
      closed(2, 2),
    );
    expect(await open()).toEqual(['a', ...all.slice(3)]);
  });
});

test('within the limit missing and deleted jobs are closed together', async () => {
  await run(list(all));
  expect(await run(list(all.slice(2), marked(['a'], '<status>filled</status>')))).toMatchObject(closed(2, 1));
  expect(await open()).toEqual(all.slice(2));
});

test('a closed job states its run and whether its feed no longer lists it or deletes it', async () => {
  await run(list(all));
  const { runId } = await run(list(all.slice(2), marked(['a'], '<status>filled</status>')));
  const jobs = (await pipeline.jobsOf(name)).filter(({ status }) => status === 'closed');
  expect(jobs.map(({ externalId, closeReason }) => [externalId, closeReason]).sort()).toEqual([
    ['a', 'deleted-by-feed'],
    ['b', 'not-in-feed'],
  ]);
  for (const { updatedAt, closedAt, changedAt, createdAt, closedRunId, updatedRunId } of jobs) {
    expect({ updatedAt, changedAt }).toEqual({ updatedAt: closedAt, changedAt: createdAt });
    expect({ closedRunId, updatedRunId }).toEqual({ closedRunId: runId, updatedRunId: null });
  }
});

test('a deletion of a job that is closed or unknown counts for nothing', async () => {
  await run(list(all));
  expect(await run(list(all.slice(2), deletions(['a', 'b'])))).toMatchObject(closed(2, 2));
  const old = deletions(['a', 'b', 'x', 'y', 'z']);
  expect(await run(list(all.slice(3), old + deletions(['c'])))).toMatchObject(closed(1, 1, 8));
  expect(await run(list(all.slice(3), old + deletions(['c'])))).toMatchObject({
    removedJobs: 0,
    removal: null,
  });
});

describe('deletions of a delta that are held back', () => {
  const some = ['a', 'b', 'c', 'd'];

  test('are so while later deltas do not list the jobs again, and can be confirmed', async () => {
    await run(list(some));
    expect(await run(`<jobs>${deletions(['a', 'b', 'c'])}</jobs>`)).toMatchObject(held(3, 3, 4));
    expect(await run(list(['n'], deletions(['x'])))).toMatchObject({ newJobs: 1, ...held(3, 3, 4) });
    // Listed again, it is not deleted.
    const last = await run(list(['b'], deletions(['x'])));
    expect(last).toMatchObject({ unchangedJobs: 1, ...held(2, 2, 5) });
    expect(await confirmRemoval(pipeline.deps, last.runId)).toMatchObject({ removedJobs: 2 });
    expect(await open()).toEqual(['b', 'd', 'n']);
    expect(await run(list(['n'], deletions(['x'])))).toMatchObject({ removedJobs: 0, removal: null });
  });

  test('are closed with the next ones if they are within the limit by then', async () => {
    await run(list(some));
    expect(await run(`<jobs>${deletions(['a'])}</jobs>`)).toMatchObject(held(1, 1, 4));
    expect(await run(list(['n', 'o', 'p'], deletions(['x'])))).toMatchObject(held(1, 1, 4));
    expect(await run(list(['q'], deletions(['x'])))).toMatchObject(closed(1, 1, 7));
    expect(await open()).toEqual(['b', 'c', 'd', 'n', 'o', 'p', 'q']);
  });

  test('are forgotten by a full import that is requested', async () => {
    await run(list(some));
    expect(await run(`<jobs>${deletions(['a', 'b'])}</jobs>`)).toMatchObject(held(2, 2, 4));
    expect(await run(list(['n'], deletions(['x'])), { full: true })).toMatchObject({ removal: null });
    expect(await open()).toEqual([...some, 'n']);
  });
});

test('closing that was interrupted half-way has the same counters when it is repeated', async () => {
  const { database } = pipeline;
  await run(list(all));
  const ended = await run(list(all.slice(1), deletions(['b', 'c'])));
  // Of a delta: `a` is not missing, `b` and `c` are listed.
  expect(ended).toMatchObject({ removal: null });
  const ending = await run(list(all.slice(4), deletions(['b', 'c', 'd'])));
  const { runId, sourceUrl } = ending;
  const at = new Date();
  const within = { limitPercent: 30, at, before: async () => undefined };
  const first = { runId, at, reason: 'deleted-by-feed' as const };
  await database.jobs.close([sha1(`${sourceUrl}|b`)], first);
  // As after the loss of the worker that closed the first of them.
  for (let time = 0; time < 2; time += 1) {
    const removal = await closeMissingJobs(database, ending, within);
    expect(removal).toMatchObject({ state: 'closed', vanishedJobs: 3, deletedJobs: 3, openBefore: 10 });
    expect(await database.jobs.countClosedBy(ending)).toBe(3);
  }
  expect(await open()).toEqual(['a', ...all.slice(4)]);
});

test('a feed all of whose records are closed from the start is reported', async () => {
  expect(await run(`<jobs>${marked(['a', 'b'], '<status>closed</status>')}</jobs>`)).toMatchObject({
    status: 'completed',
    totalFetched: 0,
    removal: null,
    warnings: [
      {
        code: 'all-closed',
        count: 2,
        samples: ['status: closed'],
        message: 'all 2 records say that their job is not open, by "status: closed"',
      },
    ],
  });
  const single = await run(`<jobs>${marked(['a'], '<status>closed</status>')}</jobs>`);
  expect(single.codes).toEqual([]);
  const delta = `<header><loadType>delta</loadType></header>${marked(['a', 'b'], '<status>closed</status>')}`;
  expect((await run(`<jobs>${delta}</jobs>`)).codes).toEqual(['partial-delta']);
});

test('a completed run ends what was acknowledged about its source, but not what still holds', async () => {
  const { acknowledgements } = pipeline.database;
  const acknowledge = async (item: string, state: string | null, at = new Date()) => {
    const expiresAt = new Date(at.getTime() + 3_600_000);
    const who = { title: null, reason: null, by: 'test' };
    await acknowledgements.put({ item, state, snoozedUntil: null, at, expiresAt, ...who });
  };
  const left = async () => {
    const listed = await acknowledgements.list(new Date());
    return listed.map(({ item }) => item).filter((item) => item.endsWith(name));
  };
  await run(list(all), { removeVanished: true });
  await acknowledge(`source-${name}`, 'failed feed-not-found');
  await acknowledge(`shrunk-${name}`, '6');
  await acknowledge(`moved-${name}`, null);
  expect(await run(list(all.slice(5)), { removeVanished: true })).toMatchObject(held(5, 0));
  await expect.poll(left).toEqual([`moved-${name}`, `shrunk-${name}`]);
  await acknowledge(`source-${name}`, null);
  await run(list(all), { removeVanished: true });
  // Snoozed in any state, and of another condition.
  await expect.poll(left).toEqual([`source-${name}`, `moved-${name}`]);
});

test('a feed is read again though it was not modified while its jobs are held back: each run says so', async () => {
  await run(list(all));
  feed.pages.set(`/${name}`, ({ headers }) =>
    headers['if-none-match'] === '"short"'
      ? { status: 304 }
      : { body: list(all.slice(5)), headers: { etag: '"short"' } },
  );
  const again = () => importOnce(pipeline, source({}));
  expect(await again()).toMatchObject(held(5, 0));
  expect(await again()).toMatchObject({ ...held(5, 0), http: { notModified: false } });
  // As an earlier version keeps it.
  const manifests = pipeline.db.collection('import_manifests');
  await manifests.updateMany({ sourceUrl: source({}).url }, { $unset: { isHeld: '' } });
  const last = await again();
  expect(last).toMatchObject({ ...held(5, 0), http: { notModified: false } });
  await confirmRemoval(pipeline.deps, last.runId);
  expect(await again()).toMatchObject({ http: { notModified: true }, removal: null });
});

test('what a run held back cannot be confirmed after a later run has written something', async () => {
  await run(list(all));
  const { runId } = await run(list(all.slice(5)));
  const renamed = list(all.slice(5)).replace('Job f', 'Job F');
  expect(await run(renamed.slice(0, -10))).toMatchObject({ status: 'partial', updatedJobs: 1 });
  await expect(confirmRemoval(pipeline.deps, runId)).rejects.toMatchObject({ code: 'nothing-to-confirm' });
  expect(await open()).toEqual(all);
  // Nor does the next run take its jobs for those of the feed.
  expect(await run(list(all.slice(5)))).toMatchObject({ updatedJobs: 1, removal: { state: 'held' } });
});

test('a run that begins while held jobs are closed sees them closed, and reopens those that are listed again', async () => {
  await run(list(all));
  const last = await run(list(all.slice(5)));
  expect(last).toMatchObject(held(5, 0));
  feed.set(`/${name}`, list(all));
  const { jobs, importLogs } = pipeline.database;
  let overlapping: Promise<Run> | undefined;
  let again: unknown;
  const close: typeof jobs.close = async (...args) => {
    again = await confirmRemoval(pipeline.deps, last.runId).catch((error: unknown) => error);
    overlapping = importOnce(pipeline, source({}));
    await expect.poll(() => importLogs.findRunningOf(last.sourceUrl)).not.toBeNull();
    // Long enough for a run that does not wait to end.
    await Promise.race([overlapping, sleep(1_000)]);
    return jobs.close(...args);
  };
  const database = { ...pipeline.database, jobs: { ...jobs, close } };
  expect(await confirmRemoval({ ...pipeline.deps, database }, last.runId)).toMatchObject({ removedJobs: 5 });
  expect(again).toMatchObject({ code: 'source-changed' });
  expect(await overlapping).toMatchObject({ status: 'completed', updatedJobs: 5, unchangedJobs: 5 });
  expect(await open()).toEqual(all);
});
