import { expect, test } from 'vitest';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('window', { shrinkLimitPercent: 100 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

interface Listed {
  /** Days of January 2026; null for records without a date. @default the number of the job */
  day?: (n: number) => number | null;
  title?: string;
}

/** Job 1 is the oldest. */
function list(numbers: number[], { day = (n) => n, title = 'Jobs' }: Listed = {}): string {
  const items = numbers.map((n) => {
    const date = day(n);
    const pubDate =
      date === null ? '' : `<pubDate>${String(date).padStart(2, '0')} Jan 2026 08:00:00 GMT</pubDate>`;
    return `<item><title>Job ${n}</title><guid>j${n}</guid><link>https://b.example/j${n}</link>${pubDate}</item>`;
  });
  return `<rss version="2.0"><channel><title>${title}</title>${items.join('')}</channel></rss>`;
}

async function run(body: string, choice: { full?: boolean } = {}) {
  feed.set(`/${name}`, body);
  const { status, newJobs, removedJobs, warnings, fetch } = await importOnce(
    pipeline,
    { name, url: `${feed.base}/${name}` },
    choice,
  );
  return {
    status,
    newJobs,
    removedJobs,
    warnings: warnings.map(({ code }) => code),
    window: fetch.listing?.window,
  };
}

const ids = (...numbers: number[]) => numbers.map((n) => `j${n}`).sort();
const windowed = { status: 'completed', removedJobs: 0, warnings: ['newest-window'] };

test.each<[string, Listed]>([
  ['by date', {}],
  ['by date, the oldest one on the same day', { day: (n) => Math.ceil(n / 3) }],
  ['without dates', { day: () => null }],
])('jobs that slide out of a list of the newest ones stay open: %s', async (_by, how) => {
  expect(await run(list([5, 4, 3, 2, 1], how))).toMatchObject({ newJobs: 5, warnings: [] });
  expect(await run(list([6, 5, 4, 3, 2], how))).toMatchObject({ ...windowed, newJobs: 1, window: 5 });
  // Nothing new: what slid out before stays open.
  expect(await run(list([6, 5, 4, 3, 2], how))).toMatchObject({ ...windowed, newJobs: 0, window: 5 });
  expect(await run(list([9, 8, 7, 6, 5], how))).toMatchObject({ ...windowed, newJobs: 3, window: 5 });
  expect(await openIds(pipeline, name)).toEqual(ids(1, 2, 3, 4, 5, 6, 7, 8, 9));
});

test('a job that leaves from the middle of the list is closed', async () => {
  await run(list([5, 4, 3, 2, 1]));
  await run(list([6, 5, 4, 3, 2]));
  // Job 1 slides back in, since job 4 is gone.
  expect(await run(list([6, 5, 3, 2, 1]))).toMatchObject({ removedJobs: 1, window: 5 });
  expect(await openIds(pipeline, name)).toEqual(ids(1, 2, 3, 5, 6));
});

test('a list that is shorter than its window has all jobs', async () => {
  await run(list([5, 4, 3, 2, 1]));
  await run(list([6, 5, 4, 3, 2]));
  expect(await run(list([6, 5, 4, 3]))).toMatchObject({ removedJobs: 2, warnings: [], window: null });
  expect(await openIds(pipeline, name)).toEqual(ids(3, 4, 5, 6));
});

test('the oldest jobs that leave one by one without new ones are closed', async () => {
  await run(list([5, 4, 3, 2, 1]));
  expect(await run(list([5, 4, 3, 2]))).toMatchObject({ removedJobs: 1, warnings: [] });
  expect(await run(list([5, 4, 3]))).toMatchObject({ removedJobs: 1, warnings: [] });
});

test('a job that is replaced by a new one is closed unless it was the oldest', async () => {
  await run(list([5, 4, 3, 2, 1]));
  expect(await run(list([6, 5, 4, 2, 1]))).toMatchObject({
    newJobs: 1,
    removedJobs: 1,
    warnings: [],
    window: null,
  });
});

const undated: Listed = { day: () => null };

test('a list in any order moves by its dates', async () => {
  await run(list([3, 5, 1, 4, 2]));
  expect(await run(list([6, 3, 7, 5, 4]))).toMatchObject({ ...windowed, newJobs: 2, window: 5 });
  expect(await openIds(pipeline, name)).toEqual(ids(1, 2, 3, 4, 5, 6, 7));
});

test.each<[string, number[], number[], Listed]>([
  ['the new one is not the first', [5, 4, 3, 2, 1], [5, 6, 4, 3, 2], undated],
  ['the new one takes its place', [5, 4, 3, 2, 1], [5, 4, 3, 2, 6], undated],
  ['the others change places', [5, 4, 3, 2, 1], [6, 4, 5, 3, 2], undated],
  ['all have the date of the build', [5, 4, 3, 2, 1], [5, 4, 3, 2, 6], { day: () => 9 }],
  ['the new one is older than others', [5, 4, 3, 2, 1], [5, 4, 3, 2, 6], { day: (n) => (n === 6 ? 4 : n) }],
  ['the new one has no date', [5, 4, 3, 2, 1], [5, 4, 3, 2, 6], { day: (n) => (n === 6 ? null : n) }],
  ['the list is short', [3, 2, 1], [4, 3, 2], {}],
  ['another one is gone too', [5, 4, 3, 2, 1], [7, 6, 5, 4, 2], undated],
])(
  'the last job of a list of all jobs is closed in the run that replaces it: %s',
  async (_how, before, now, how) => {
    await run(list(before, how));
    expect(await run(list(now, how))).toMatchObject({ warnings: [], window: null });
    expect(await openIds(pipeline, name)).toEqual(ids(...now));
  },
);

test('a job that is repeated at the end of the list is its last one', async () => {
  await run(list([5, 4, 3, 2, 1, 3], undated));
  expect(await run(list([6, 5, 4, 3, 2, 3], undated))).toMatchObject({ removedJobs: 1, window: null });
});

test.each([
  ['a title', 'Our latest 3 jobs', 3],
  ['a title in German', 'Die neueste 3 Stellen', 3],
])('%s names a window before anything is compared', async (_by, title, size) => {
  await run(list([3, 2, 1], { title }));
  // After a full read too, and when so many slid out that no job is left.
  expect(await run(list([6, 5, 4], { title }), { full: true })).toMatchObject({ ...windowed, window: size });
  expect(await openIds(pipeline, name)).toEqual(ids(1, 2, 3, 4, 5, 6));
});

test('jobs that a run added whose feed broke off do not hide that the list has moved', async () => {
  await run(list([5, 4, 3, 2, 1]));
  const cutOff = list([7, 6, 5, 4, 3]).slice(0, -60);
  expect(await run(cutOff)).toMatchObject({ status: 'partial', newJobs: 2 });
  expect(await run(list([8, 7, 6, 5, 4]))).toMatchObject({ ...windowed, newJobs: 1, window: 5 });
});

test('a window is remembered when the manifest is lost', async () => {
  await run(list([5, 4, 3, 2, 1]));
  await run(list([6, 5, 4, 3, 2]));
  await pipeline.database.importManifests.remove(`${feed.base}/${name}`);
  expect(await run(list([7, 6, 5, 4, 3]))).toMatchObject({ ...windowed, window: 5 });
  expect(await openIds(pipeline, name)).toEqual(ids(1, 2, 3, 4, 5, 6, 7));
});
