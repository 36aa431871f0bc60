import { createHash } from 'node:crypto';
import type { JobPosting } from '@feedflow/shared/model/job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
let firstRun: string;
let secondRun: string;

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

function makeJob(n: number, fields: Partial<JobPosting> = {}): JobPosting {
  const source = n % 4 === 0 ? 'beta' : 'acme';
  return {
    dedupeKey: sha1(String(n)),
    contentHash: sha1('x'),
    sourceName: source,
    sourceUrl: `https://feeds.test/${source}`,
    externalId: String(n),
    title: `Nurse ${n}`,
    jobUrl: null,
    applyUrl: null,
    company: n % 2 === 0 ? 'Acme (a+)+$' : 'Other',
    location: 'Leeds',
    region: null,
    country: null,
    remote: null,
    jobType: null,
    categories: [],
    salary: null,
    description: '<script>alert(1)</script>',
    // Three share a timestamp, and some have none.
    publishedAt: n > 30 ? null : new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 3))),
    expiresAt: null,
    ...fields,
  };
}

beforeAll(async () => {
  api = await serveApi();
  firstRun = await addRun(api.database, { startedAt: new Date(Date.now() - 1_000), status: 'completed' });
  const jobs = Array.from({ length: 40 }, (_, n) => ({ kind: 'insert' as const, job: makeJob(n) }));
  await api.database.jobs.write(jobs, { runId: firstRun, at: new Date() });
  secondRun = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  const changed = makeJob(7, { title: 'Head Nurse', contentHash: sha1('y') });
  const added = makeJob(100, { title: 'Midwife', company: null });
  await api.database.jobs.write(
    [
      { kind: 'update', job: changed, knownHash: sha1('x') },
      { kind: 'insert', job: added },
    ],
    { runId: secondRun, at: new Date() },
  );
});
afterAll(() => api.close());

interface Row {
  dedupeKey: string;
  title: string;
  publishedAt: string | null;
}

async function all(query: string, limit = 3): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  do {
    const { body } = await api.get(`/api/jobs?limit=${limit}&${query}${cursor && `&cursor=${cursor}`}`);
    rows.push(...body.items);
    cursor = body.nextCursor ?? '';
  } while (cursor && rows.length < 100);
  return rows;
}

test.each([
  ['', 41],
  ['source=acme', 30],
  ['text=midwife', 1],
  ['text=head%20nurse', 1],
  ['text=nurse&source=beta', 10],
  ['company=OTHER', 20],
  ['company=(a%2B)%2B$', 20],
  ['company=.*', 0],
  ['location=lee', 41],
  ['publishedFrom=2026-01-05T00:00:00Z&publishedTo=2026-01-07T00:00:00Z', 6],
])('"%s" finds its jobs, page by page, each once', async (query, count) => {
  const rows = await all(query);
  expect(new Set(rows.map((row) => row.dedupeKey)).size).toBe(count);
  expect(rows).toHaveLength(count);
});

test('those published last come first, those without a date last', async () => {
  const dates = (await all('source=acme')).map((row) => Date.parse(row.publishedAt ?? '1970-01-01'));
  expect(dates).toEqual(dates.toSorted((a, b) => b - a));
  expect(dates.at(-1)).toBe(0);
});

test('what a run created or changed', async () => {
  expect((await all(`runId=${secondRun}`)).map((row) => row.title)).toEqual(['Midwife', 'Head Nurse']);
  expect(await all(`runId=${firstRun}`)).toHaveLength(40);
  expect((await api.get(`/api/jobs?runId=${'0'.repeat(24)}`)).status).toBe(404);
});

test('a list has no descriptions, a job has its own and its two runs', async () => {
  const list = await api.get('/api/jobs');
  expect(list.text).not.toContain('script');
  const { body } = await api.get(`/api/jobs/${sha1('7')}`);
  expect(body).toMatchObject({
    title: 'Head Nurse',
    description: '<script>alert(1)</script>',
    createdRun: { runId: firstRun, status: 'completed' },
    updatedRun: { runId: secondRun },
  });
  expect((await api.get(`/api/jobs/${'0'.repeat(40)}`)).body.code).toBe('job-unknown');
});

test.each(['text=%22', 'text=-nurse', 'text=%5C%22%20%5C', 'text=$where', 'text=(a%2B)%2B$'])(
  'operators of the text search are plain words: %s',
  async (query) => {
    expect((await api.get(`/api/jobs?${query}`)).status).toBe(200);
  },
);

test.each([
  'text[$ne]=x',
  'company[$regex]=.*',
  'text=',
  'source=nobody',
  'publishedFrom=soon',
  'runId=x',
  'sort=x',
])('%s is refused', async (query) => {
  expect([400, 404]).toContain((await api.get(`/api/jobs?${query}`)).status);
});

test('jobs no longer in the feed are listed as closed', async () => {
  const { dedupeKey } = makeJob(3);
  await api.database.jobs.close([dedupeKey], { runId: secondRun, at: new Date() });
  expect((await api.get(`/api/jobs/${dedupeKey}`)).body).toMatchObject({
    status: 'closed',
    closedRunId: secondRun,
    closedAt: expect.any(String),
  });
  expect((await all('status=closed')).map((row) => row.dedupeKey)).toEqual([dedupeKey]);
  expect(await all('status=open')).toHaveLength(40);
  expect((await api.get('/api/jobs?status=gone')).status).toBe(400);
});
