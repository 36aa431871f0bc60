import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStores } from './stores.ts';

const FEEDS = 450;
const JOBS_PER_FEED = 10;
const LIMIT = 40;

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  const jobs = Array.from({ length: FEEDS * JOBS_PER_FEED }, (_, n) => ({
    ...aJob({
      dedupeKey: String(n),
      sourceUrl: `https://feeds.test/${n % FEEDS}`,
      // Some have no date, and some the same one.
      publishedAt: n % 9 === 0 ? null : new Date(Date.UTC(2026, 0, 1, 0, (n * 7) % 1_000)),
    }),
    status: n % 2 === 0 ? 'open' : 'closed',
  }));
  await stores.db.collection('jobs').insertMany(jobs);
});
afterAll(() => stores.close());

async function pagesOf(order: 'asc' | 'desc', most: number) {
  const { jobSearch } = stores.database;
  const sort = { by: 'publishedAt', order } as const;
  const items: { dedupeKey: string; publishedAt: Date | null }[] = [];
  for (let cursor: string | undefined, page = 0; page < most; page += 1) {
    const found = await jobSearch.list({ sort, limit: LIMIT, status: 'open', ...(cursor && { cursor }) });
    items.push(...found.items);
    if (found.nextCursor === null) break;
    cursor = found.nextCursor;
  }
  return items;
}

test.each([
  ['desc', Math.ceil((FEEDS * JOBS_PER_FEED) / 2)],
  ['asc', Math.ceil((FEEDS * JOBS_PER_FEED) / 2) - (FEEDS * JOBS_PER_FEED) / 18],
] as const)('the jobs of many feeds are listed once each, in one order (%s)', async (order, expected) => {
  const items = await pagesOf(order, Number.POSITIVE_INFINITY);
  expect(items).toHaveLength(expected);
  expect(new Set(items.map(({ dedupeKey }) => dedupeKey)).size).toBe(expected);
  const dates = items.map(({ publishedAt }) => publishedAt?.getTime() ?? 0);
  expect(dates).toEqual(dates.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
});

test('a page of them does not read the others', async () => {
  await stores.db.command({ profile: 2 });
  await pagesOf('desc', 2);
  await stores.db.command({ profile: 0 });
  const reads = await stores.db
    .collection('system.profile')
    .find({ op: { $in: ['query', 'getmore'] }, ns: /\.jobs$/ })
    .toArray();
  const keys = reads.reduce((sum, { keysExamined = 0 }) => sum + keysExamined, 0);
  expect(reads.length).toBeGreaterThan(0);
  expect(keys).toBeLessThan((FEEDS * JOBS_PER_FEED) / 2);
});
