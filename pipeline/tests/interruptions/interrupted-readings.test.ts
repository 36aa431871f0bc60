import { describe, expect, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('interrupted', { shrinkLimitPercent: 20, batchSize: 3, batchAttempts: 1 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const list = (ids: readonly (number | string)[], more = '') =>
  `<jobs>${ids.map((id) => `<job><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url></job>`).join('')}${more}</jobs>`;
const deletions = (...ids: number[]) => ids.map((id) => `<deleteJob id="${id}"/>`).join('');

function run(body: string) {
  feed.set(`/${name}`, body);
  return importOnce(pipeline, { name, url: `${feed.base}/${name}` });
}

/** The connection is lost near the end of the body, the first time. */
function runTwice(body: string, first = body) {
  let requests = 0;
  feed.pages.set(`/${name}`, () => {
    requests += 1;
    return requests === 1 ? { body: first.slice(0, -20), breaks: true } : { body };
  });
  return importOnce(pipeline, { name, url: `${feed.base}/${name}` });
}

test('open jobs before a run are those before its first reading of the feed', async () => {
  expect(await runTwice(list(numbers(0, 100)))).toMatchObject({
    status: 'completed',
    newJobs: 100,
    fetch: { fetchAttempt: 2, openBefore: 0 },
  });
  expect(await runTwice(list(numbers(0, 150)))).toMatchObject({
    newJobs: 50,
    openAfter: 150,
    fetch: { fetchAttempt: 2, openBefore: 100 },
  });
});

test('jobs that a lost reading wrote do not raise the number of jobs that may be closed at once', async () => {
  await run(list(numbers(0, 10)));
  expect(await runTwice(list(numbers(100, 200)))).toMatchObject({
    newJobs: 100,
    removedJobs: 0,
    fetch: { fetchAttempt: 2 },
    removal: { state: 'held', vanishedJobs: 10, openBefore: 10 },
  });
});

test('a job that only a lost reading listed is closed, and does not count as one that was open before the run', async () => {
  expect(await runTwice(list(numbers(2, 30)), list(numbers(0, 30)))).toMatchObject({
    newJobs: 28,
    removedJobs: 2,
    openAfter: 28,
    removal: { state: 'closed', vanishedJobs: 2, openBefore: 0 },
  });
  expect(await runTwice(list(numbers(40, 80)), list(numbers(32, 80)))).toMatchObject({
    newJobs: 40,
    removedJobs: 0,
    removal: { state: 'held', vanishedJobs: 36, openBefore: 28 },
  });
});

test('a list of the newest jobs is recognized when it is read again', async () => {
  await run(list(numbers(10, 40).reverse()));
  expect(await runTwice(list(numbers(30, 60).reverse()))).toMatchObject({
    newJobs: 20,
    removedJobs: 0,
    fetch: { fetchAttempt: 2, comparison: { fullReadReason: 'written-since' }, listing: { window: 30 } },
  });
  expect(await openIds(pipeline, name)).toHaveLength(50);
});

test('a list of the newest jobs is recognized after a run that was cut off', async () => {
  await run(list(numbers(10, 40).reverse()));
  const body = list(numbers(12, 42).reverse());
  expect(await run(body.slice(0, -300))).toMatchObject({ status: 'partial', newJobs: 2 });
  expect(await run(body)).toMatchObject({ newJobs: 0, removedJobs: 0, fetch: { listing: { window: 30 } } });
});

test('what the stored jobs show of a feed is known after a reading that was lost', async () => {
  await run(list(numbers(0, 100)));
  expect(await runTwice(list(numbers(0, 100)).replaceAll('<title>Job', '<title>Work'))).toMatchObject({
    status: 'completed',
    updatedJobs: 100,
    fetch: { fetchAttempt: 2 },
    // All of those that the lost reading had.
    warnings: [{ code: 'all-updated', count: 99 }],
  });
});

test('deletions that were held back are so after a reading that was lost, and after a run that was cut off', async () => {
  await run(list(numbers(0, 4)));
  const held = (many: number, openBefore: number) => ({
    removedJobs: 0,
    removal: { state: 'held', vanishedJobs: many, deletedJobs: many, openBefore },
  });
  expect(await run(`<jobs>${deletions(0, 1, 2)}</jobs>`)).toMatchObject(held(3, 4));
  expect(await runTwice(list(['x', 'y', 'z', 'u'], deletions(77)))).toMatchObject(held(3, 4));
  const next = list(['k', 'l', 'm', 'n'], deletions(77));
  expect(await run(next.slice(0, -30))).toMatchObject({ status: 'partial', newJobs: 3 });
  expect(await run(next)).toMatchObject(held(3, 11));
});

describe('a job that a delta deleted and a later one lists again stays open after a run', () => {
  const again = list([0, ...numbers(20, 40)], deletions(77));
  const interrupted: Record<string, () => Promise<unknown>> = {
    'that was cut off': () => run(again.slice(0, -30)),
    'whose connection was lost each time': () => {
      feed.pages.set(`/${name}`, { body: again.slice(0, -30), breaks: true });
      return importOnce(pipeline, { name, url: `${feed.base}/${name}` });
    },
    'one of whose batches failed': async () => {
      const key = sha1(`${feed.base}/${name}|30`);
      pipeline.failingKeys.add(key);
      const ended = await run(again);
      pipeline.failingKeys.delete(key);
      return ended;
    },
  };

  test.each(Object.keys(interrupted))('%s, of a job that was closed', async (how) => {
    await run(list(numbers(0, 10)));
    expect(await run(`<jobs>${deletions(0)}</jobs>`)).toMatchObject({ removedJobs: 1 });
    expect(await interrupted[how]?.()).toMatchObject({ status: 'partial', removal: null });
    expect(await run(list(['n'], deletions(77)))).toMatchObject({ newJobs: 1, removal: null });
    expect(await openIds(pipeline, name)).toContain('0');
  });

  test.each(Object.keys(interrupted))('%s, of a job that was held back', async (how) => {
    await run(list(numbers(0, 10)));
    expect(await run(`<jobs>${deletions(0, 1, 2)}</jobs>`)).toMatchObject({ removal: { state: 'held' } });
    expect(await interrupted[how]?.()).toMatchObject({ status: 'partial', removal: null });
    expect(await run(list(['n'], deletions(77)))).toMatchObject({
      removedJobs: 2,
      removal: { state: 'closed', deletedJobs: 2 },
    });
    expect(await openIds(pipeline, name)).toContain('0');
  });
});

test('deletions that a requested full import forgets stay forgotten if one of its batches fails', async () => {
  await run(list(numbers(0, 10)));
  expect(await run(`<jobs>${deletions(0, 1, 2)}</jobs>`)).toMatchObject({ removal: { state: 'held' } });
  const key = sha1(`${feed.base}/${name}|30`);
  pipeline.failingKeys.add(key);
  feed.set(`/${name}`, list([0, 20, 21, 22, 23, 30], deletions(77)));
  const full = await importOnce(pipeline, { name, url: `${feed.base}/${name}` }, { full: true });
  pipeline.failingKeys.delete(key);
  expect(full).toMatchObject({ status: 'partial', failedJobs: 3 });
  expect(await run(list(['n'], deletions(77)))).toMatchObject({ newJobs: 1, removal: null });
});

test('deletions of a run one of whose batches failed, and that nobody runs again, are those of the next run', async () => {
  await run(list(numbers(0, 10)));
  const key = sha1(`${feed.base}/${name}|30`);
  pipeline.failingKeys.add(key);
  expect(await run(list([20, 21, 30], deletions(0, 1)))).toMatchObject({ failedJobs: 3, removal: null });
  pipeline.failingKeys.delete(key);
  // Of these one is listed again.
  expect(await run(list([1], deletions(77)))).toMatchObject({
    removedJobs: 1,
    removal: { state: 'closed', deletedJobs: 1 },
  });
  expect(await openIds(pipeline, name)).toEqual(numbers(1, 10).map(String));
});

test('a reading that changes nothing leaves nothing of its manifest', async () => {
  const sourceUrl = `${feed.base}/${name}`;
  const parts = () => pipeline.db.collection('import_manifest_parts').countDocuments({ sourceUrl });
  await run(list(numbers(0, 10)));
  for (const id of [1, 2, 1]) {
    const delta = `<jobs><header><loadType>delta</loadType></header>${list([id]).slice(6)}`;
    expect(await run(delta)).toMatchObject({ status: 'completed', unchangedJobs: 1 });
    expect(await parts()).toBe(1);
  }
});

describe('a field is left out of comparisons after two imports in which the feed changed it', () => {
  const titled = (title: string) => list(numbers(0, 30)).replaceAll('<title>Job', `<title>${title}`);
  const volatileFields = async () => (await pipeline.database.sources.findByName(name))?.volatileFields;

  test('also if one of them read its feed twice', async () => {
    await run(titled('Job'));
    expect(await runTwice(titled('Work'))).toMatchObject({ updatedJobs: 30, fetch: { fetchAttempt: 2 } });
    expect(await volatileFields()).toEqual([]);
    expect(await run(titled('Task'))).toMatchObject({ unchangedJobs: 30 });
    expect(await volatileFields()).toEqual(['title']);
  });

  test('not after one, if a run before wrote nothing of it', async () => {
    await run(titled('Job'));
    const keys = numbers(0, 30).map((id) => sha1(`${feed.base}/${name}|${id}`));
    for (const key of keys) pipeline.failingKeys.add(key);
    expect(await run(titled('Work'))).toMatchObject({ status: 'failed', failedJobs: 30 });
    for (const key of keys) pipeline.failingKeys.delete(key);
    expect(await run(titled('Work'))).toMatchObject({ updatedJobs: 30, warnings: [{ code: 'all-updated' }] });
    expect(await volatileFields()).toEqual([]);
    expect(await run(titled('Task'))).toMatchObject({ unchangedJobs: 30 });
    expect(await volatileFields()).toEqual(['title']);
  });
});
