import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());

const NAME = 'Quality & Co';
const url = 'https://quality.test/f';
const path = `/api/sources/${encodeURIComponent(NAME)}`;

/** A run that read 40 jobs, of which so many have a salary, as its workers would store it. */
function addImport(hour: number, salaries: number): Promise<string> {
  const startedAt = new Date(Date.UTC(2026, 0, 31, hour));
  const counters = { totalFetched: 40, totalImported: 40, unchangedJobs: 40 };
  const fill = { jobs: 40, counts: { title: 40, salary: salaries } };
  const fetch = { complete: true, openBefore: 39, fill };
  return addRun(api.database, { source: NAME, url, startedAt, counters, fetch, end: { openAfter: 40 } });
}

test('a source has its health with reasons, what is usual, and its figures over time', async () => {
  await api.post('/api/sources', { name: NAME, url });
  expect((await api.get(`${path}/quality`)).body).toEqual({
    health: { level: 'healthy', reasons: [] },
    judgedRunId: null,
    rules: null,
    openJobs: 0,
    usualFill: {},
    points: [],
  });
  // As an earlier version stored it.
  await addRun(api.database, { source: NAME, url, startedAt: new Date(Date.UTC(2026, 0, 30)) });
  for (let hour = 1; hour <= 6; hour += 1) await addImport(hour, 38);
  const runId = await addImport(7, 4);
  const { body } = await api.get(`${path}/quality`);
  expect(body).toMatchObject({ usualFill: { title: 100, salary: 95 }, judgedRunId: null });
  expect(body.points).toHaveLength(8);
  expect(body.points[0]).toEqual({
    runId,
    at: '2026-01-31T07:00:00.000Z',
    status: 'completed',
    durationMs: 1_000,
    notModified: false,
    complete: true,
    isDelta: false,
    openJobs: 40,
    records: 40,
    newJobs: 0,
    updatedJobs: 0,
    closedJobs: 0,
    duplicateJobs: 0,
    failedJobs: 0,
    skippedJobs: 0,
    fill: { jobs: 40, counts: { title: 40, salary: 4 } },
  });
  expect(body.points[7]).toMatchObject({ openJobs: null, fill: null, complete: false });
  const few = (await api.get(`${path}/quality?limit=2`)).body;
  expect(few.points).toHaveLength(2);
  expect(few.usualFill).toEqual(body.usualFill);
  expect((await api.get(`${path}/quality?limit=101`)).status).toBe(400);
  expect((await api.get('/api/sources/nobody/quality')).status).toBe(404);
});

test('limits are set, judged at once, and taken away', async () => {
  const set = await api.patch(path, { quality: { minJobs: 41, minFillPercent: { salary: null } } });
  expect(set.body).toMatchObject({
    quality: { minJobs: 41, minFillPercent: { salary: null } },
    health: {
      level: 'failing',
      reasons: [{ code: 'few-jobs', message: '40 jobs in the feed, at least 41 expected' }],
    },
  });
  const listed = (await api.get('/api/sources')).body.items;
  expect(listed.find(({ name }: { name: string }) => name === NAME).health).toEqual(set.body.health);
  const exported = (await api.get('/api/sources.json')).body;
  expect(exported.find(({ name }: { name: string }) => name === NAME).quality).toEqual(set.body.quality);
  const removed = await api.patch(path, { quality: null });
  expect(removed.body).toMatchObject({
    quality: null,
    health: {
      level: 'warning',
      reasons: [{ code: 'field-dropped', field: 'salary' }],
    },
  });
});

test.each([
  [{ freshHours: 0 }],
  [{ freshHours: 8_761 }],
  [{ minJobs: 0 }],
  [{ maxFailedPercent: 101 }],
  [{ minFillPercent: { salary: -1 } }],
  [{ minFillPercent: { wages: 5 } }],
  [{ usualFill: 'no' }],
  [{ minimum: 1 }],
])('%j is refused', async (quality) => {
  expect((await api.patch(path, { quality })).status).toBe(400);
});
