import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importOnce, openIds, startChangingFeed } from './changing-feed.ts';
import { type RunningPipeline, startPipeline } from './running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;
let name = '';
let tests = 0;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ shrinkLimitPercent: 20, batchSize: 3 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});
beforeEach(() => {
  tests += 1;
  name = `interrupted${tests}`;
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
function runTwice(body: string) {
  let requests = 0;
  feed.pages.set(`/${name}`, () => {
    requests += 1;
    return requests === 1 ? { body: body.slice(0, -20), breaks: true } : { body };
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
