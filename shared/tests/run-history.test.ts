import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeCursor } from '../src/mongo/cursor.ts';
import { aRun, openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n));

beforeAll(async () => {
  stores = await openStores();
  const { importLogs } = stores.database;
  for (let n = 0; n < 25; n += 1) {
    // Pairs share a start time, so that paging must tell them apart by id.
    const status = n % 5 === 0 ? 'failed' : 'completed';
    const sourceName = n % 2 === 0 ? 'even' : 'odd';
    await importLogs.insertRunning(
      aRun({ startedAt: minute(Math.floor(n / 2)), status, sourceName, sourceUrl: sourceName }),
    );
  }
});
afterAll(() => stores.close());

test('pages give every run once, newest first, also where starts coincide', async () => {
  const { importLogs } = stores.database;
  const seen: string[] = [];
  const times: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await importLogs.list({ limit: 4, cursor });
    seen.push(...page.items.map((run) => run.runId));
    times.push(...page.items.map((run) => run.startedAt.getTime()));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('filters by source, statuses and time', async () => {
  const { importLogs } = stores.database;
  const odd = await importLogs.list({ limit: 100, sourceName: 'odd' });
  expect(odd.items).toHaveLength(12);
  const failed = await importLogs.list({ limit: 100, statuses: ['failed', 'cancelled'] });
  expect(failed.items).toHaveLength(5);
  const early = await importLogs.list({ limit: 100, from: minute(1), to: minute(3) });
  expect(early.items).toHaveLength(4);
});

test('runs that an earlier version stored have counters that it did not know', async () => {
  const { database, db } = stores;
  const { skippedJobs: _, attempts, fetch, ...older } = aRun({ sourceName: 'older', sourceUrl: 'older' });
  const olderAttempts = attempts.map(({ skippedJobs: _skipped, ...attempt }) => attempt);
  const { skippedJobs: _read, skippedBy: _by, ...olderFetch } = fetch;
  await db.collection('import_logs').insertOne({ ...older, attempts: olderAttempts, fetch: olderFetch });
  const { importLogs, runFacts } = database;
  const skipped = { skippedJobs: 0 };
  expect(await importLogs.get(older.runId)).toMatchObject({ ...skipped, attempts: [skipped] });
  const [listed] = (await importLogs.list({ limit: 1, sourceName: 'older' })).items;
  expect(listed).toMatchObject(skipped);
  const facts: object[] = [];
  for await (const some of runFacts.running()) facts.push(...some);
  expect(facts).toContainEqual(expect.objectContaining({ runId: older.runId, ...skipped }));
});

test('a list carries no samples and no attempts', async () => {
  const [item] = (await stores.database.importLogs.list({ limit: 1 })).items;
  expect(item).not.toHaveProperty('failures');
  expect(item).not.toHaveProperty('attempts');
});

test.each([
  'nonsense',
  '',
  encodeCursor({ t: 'x', r: 1 }),
  encodeCursor({ t: 1 }),
  encodeCursor({ t: 1, r: { $gt: '' } }),
])('a cursor that was never handed out is refused: %s', async (cursor) => {
  const listing = stores.database.importLogs.list({ limit: 1, cursor: cursor || '%' });
  await expect(listing).rejects.toMatchObject({ code: 'request-invalid' });
});
