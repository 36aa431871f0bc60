import { hash } from 'node:crypto';
import type { JobPosting } from '@feedflow/shared/model/job';
import { sourceConfig } from '@feedflow/shared/model/source';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { Closers } from '@feedflow/shared/process/closers';
import { createLog } from '@feedflow/shared/process/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
let firstRun: string;
let secondRun: string;

const EXPIRED_AT = new Date(Date.now() - 60_000);
const sha1 = (text: string) => hash('sha1', text);

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
    expiresAt: n === 9 ? EXPIRED_AT : n === 10 ? new Date(Date.now() + 86_400_000) : null,
    ...fields,
  };
}

beforeAll(async () => {
  api = await serveApi();
  firstRun = await addRun(api.database, { startedAt: new Date(Date.now() - 1_000), status: 'completed' });
  // The twelfth is closed as expired.
  const jobs = Array.from({ length: 40 }, (_, n) => {
    return { kind: 'insert' as const, job: makeJob(n), expired: n === 11 };
  });
  await api.database.jobs.write(jobs, { runId: firstRun, at: new Date() });
  secondRun = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  const changed = makeJob(7, { title: 'Head Nurse', contentHash: sha1('y') });
  const added = makeJob(100, { title: 'Midwife', company: null });
  await api.database.jobs.write(
    [
      { kind: 'update', job: changed, knownHash: sha1('x'), knownRunId: null },
      { kind: 'insert', job: added },
    ],
    { runId: secondRun, at: new Date() },
  );
});
afterAll(async () => {
  await closers.close();
  await api.close();
});

const closers = new Closers();
/** The stored jobs themselves. */
async function collectionOf({ sandbox }: ServedApi) {
  const log = createLog('test', { level: 'silent', pretty: false });
  const options = { uri: sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' };
  const client = await connectMongo({ log }, options);
  closers.add('client', () => client.close());
  return client.db().collection('jobs');
}

interface Row {
  dedupeKey: string;
  title: string;
  publishedAt: string | null;
  createdAt: string;
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

test('a cursor belongs to its own order', async () => {
  const orders = ['-publishedAt', 'publishedAt', '-createdAt', 'createdAt'];
  for (const order of orders) {
    const { nextCursor } = (await api.get(`/api/jobs?limit=1&sort=${order}`)).body;
    for (const other of orders) {
      const { status } = await api.get(`/api/jobs?limit=1&sort=${other}&cursor=${nextCursor}`);
      expect([order, other, status]).toEqual([order, other, other === order ? 200 : 400]);
    }
  }
});

test('jobs are found by their normalized values', async () => {
  const fields = {
    sourceUrl: 'https://feeds.test/delta',
    sourceName: 'delta',
    description:
      'Wir suchen für unser Team eine Pflegekraft. Ihre Aufgaben sind die Pflege und das Kochen. Wir bieten Ihnen viel.',
  };
  const jobs = [
    makeJob(501, { ...fields, jobType: 'Vollzeit oder Teilzeit', country: 'Österreich' }),
    makeJob(502, { ...fields, jobType: 'Praktikum', location: 'Bern, Schweiz' }),
  ];
  await api.database.jobs.write(
    jobs.map((job) => ({ kind: 'insert' as const, job })),
    { runId: firstRun, at: new Date() },
  );
  const found = async (query: string) => (await all(query)).map(({ title }) => title).sort();
  expect(await found('employmentType=PART_TIME')).toEqual(['Nurse 501']);
  expect(await found('countryCode=CH')).toEqual(['Nurse 502']);
  expect(await found('language=de')).toEqual(['Nurse 501', 'Nurse 502']);
  expect(await found('language=de&employmentType=INTERN&countryCode=CH')).toEqual(['Nurse 502']);
  expect((await api.get('/api/jobs/count?countryCode=AT')).body.count).toBe(1);
  for (const query of ['employmentType=FULL', 'countryCode=Austria', 'language=german']) {
    expect((await api.get(`/api/jobs?${query}`)).body.code).toBe('request-invalid');
  }
  const { body } = await api.get(`/api/jobs/${jobs[0]?.dedupeKey}`);
  expect(body).toMatchObject({
    jobType: 'Vollzeit oder Teilzeit',
    country: 'Österreich',
    normalized: { employmentTypes: ['FULL_TIME', 'PART_TIME'], country: 'AT', language: 'de' },
  });
  const stored = await collectionOf(api);
  await stored.updateOne({ dedupeKey: jobs[1]?.dedupeKey }, { $unset: { normalized: '' } });
  expect((await api.get(`/api/jobs/${jobs[1]?.dedupeKey}`)).body.normalized).toEqual({
    employmentTypes: [],
    country: null,
    salaryPerYear: null,
    remoteScope: null,
    language: null,
  });
  await stored.deleteMany({ sourceName: 'delta' });
});

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
  // Words of the title only.
  ['text=leeds', 0],
  ['sort=-createdAt', 41],
  ['sort=createdAt&source=acme', 30],
  ['sort=publishedAt', 31],
  ['sort=publishedAt&source=beta', 8],
  ['sort=-publishedAt&text=nurse', 40],
  ['status=expired', 1],
  ['status=closed', 1],
  ['status=open', 40],
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
  'status=gone',
])('%s is refused', async (query) => {
  expect([400, 404]).toContain((await api.get(`/api/jobs?${query}`)).status);
});

test.each([
  ['sort=-createdAt', (job: Row) => Date.parse(job.createdAt), -1],
  ['sort=createdAt', (job: Row) => Date.parse(job.createdAt), 1],
  ['sort=publishedAt&source=acme', (job: Row) => Date.parse(job.publishedAt ?? ''), 1],
] as const)('%s is the order of the list', async (query, read, direction) => {
  const values = (await all(query)).map(read);
  expect(values).toEqual(values.toSorted((a, b) => direction * (a - b)));
});

test.each([
  ['', 41],
  ['source=beta', 11],
  ['text=nurse&company=other', 20],
  ['status=expired', 1],
  ['company=.*', 0],
])('the jobs of "%s" are counted', async (query, count) => {
  expect((await api.get(`/api/jobs/count?${query}`)).body).toEqual({ count, exact: true });
});

test('a list can be downloaded as CSV, page by page, with formulas as text', async () => {
  const { status, text, headers } = await api.get('/api/jobs.csv?source=acme&sort=createdAt');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/csv');
  expect(headers.get('content-disposition')).toContain('jobs.csv');
  const [head, ...lines] = text.trimEnd().split('\n');
  expect(head).toMatch(/^dedupeKey,source,externalId,title,.*,closedAt,closeReason,reopenedAt,updatedAt$/);
  expect(lines.map((line) => line.slice(0, 40))).toEqual(
    (await all('source=acme&sort=createdAt')).map(({ dedupeKey }) => dedupeKey),
  );
  const formulas = Array.from({ length: 450 }, (_, n) => {
    const job = makeJob(1_000 + n, { title: '=HYPERLINK("https://evil.test")', sourceName: 'off' });
    return { kind: 'insert' as const, job: { ...job, sourceUrl: 'https://feeds.test/off' } };
  });
  await api.database.jobs.write(formulas, { runId: firstRun, at: new Date() });
  const off = await api.get('/api/jobs.csv?source=off');
  expect(off.text.trimEnd().split('\n')).toHaveLength(451);
  expect(off.text).not.toMatch(/,"?=/);
  expect((await api.get('/api/jobs.csv?source=nobody')).body.code).toBe('source-unknown');
  await (await collectionOf(api)).deleteMany({ sourceUrl: 'https://feeds.test/off' });
});

test('jobs of a source that was deleted are found by its name, from all its feeds', async () => {
  const { sources } = api.database;
  await sources.add(
    sourceConfig.parse({ name: 'left', url: 'https://feeds.test/left', schedule: '0 3 * * *' }),
    new Date(),
  );
  const jobs = [600, 601, 602].map((n) => {
    const sourceUrl = `https://feeds.test/${n === 602 ? 'before-left' : 'left'}`;
    return { kind: 'insert' as const, job: makeJob(n, { sourceName: 'left', sourceUrl }) };
  });
  await api.database.jobs.write(jobs, { runId: firstRun, at: new Date() });
  const found = async () => (await all('source=left', 2)).map(({ title }) => title).sort();
  expect(await found()).toEqual(['Nurse 600', 'Nurse 601']);
  await sources.remove('left');
  expect(await found()).toEqual(['Nurse 600', 'Nurse 601', 'Nurse 602']);
  expect((await api.get('/api/jobs/count?source=left&status=open')).body.count).toBe(3);
  expect((await api.get('/api/jobs.ndjson?source=left')).text.trimEnd().split('\n')).toHaveLength(3);
  await (await collectionOf(api)).deleteMany({ sourceName: 'left' });
  expect((await api.get('/api/jobs?source=left')).body.code).toBe('source-unknown');
});

test.each(['before', 'after'])(
  'a deleted source has its jobs also where another one reads its feed: newest are those of the one %s',
  async (newest) => {
    const { database } = api;
    const [before, after] = [`before-${newest}`, `after-${newest}`];
    const sourceUrl = `https://feeds.test/${before}`;
    await addRun(database, { source: before, startedAt: new Date() });
    const jobs = [610, 611, 612].map((n) => {
      const sourceName = n === 612 ? after : before;
      const publishedAt = new Date(Date.UTC(2026, 0, sourceName.startsWith(newest) ? 2 : 1));
      const job = makeJob(n, { sourceName, sourceUrl, publishedAt, dedupeKey: sha1(`${newest} ${n}`) });
      return { kind: 'insert' as const, job };
    });
    await database.jobs.write(jobs, { runId: firstRun, at: new Date() });
    const config = { name: after, url: sourceUrl, schedule: '0 3 * * *' };
    await database.sources.add(sourceConfig.parse(config), new Date());
    const found = async (name: string) => (await all(`source=${name}`, 2)).map(({ title }) => title).sort();
    const left = ['Nurse 610', 'Nurse 611'];
    expect(await found(before)).toEqual(left);
    expect((await api.get(`/api/jobs/count?source=${before}`)).body.count).toBe(2);
    expect((await api.get(`/api/jobs.ndjson?source=${before}`)).text.trimEnd().split('\n')).toHaveLength(2);
    expect(await found(after)).toEqual([...left, 'Nurse 612']);
    await (await collectionOf(api)).deleteMany({ sourceUrl });
  },
);

test('where the index does not exist the API says so and refuses a search by words', async () => {
  expect((await api.get('/api/session')).body.textSearch).toBe(true);
  const other = await serveApi({}, { textIndex: false });
  try {
    expect((await other.get('/api/session')).body.textSearch).toBe(false);
    for (const path of ['/api/jobs', '/api/jobs/count', '/api/jobs.csv'])
      expect((await other.get(`${path}?text=nurse`)).body.code).toBe('text-search-off');
    // One of an earlier version is used as it is.
    await (await collectionOf(other)).createIndex(
      { title: 'text', company: 'text' },
      { default_language: 'none' },
    );
    await other.database.jobSearch.ensureTextIndex();
    expect((await other.get('/api/session')).body.textSearch).toBe(true);
    expect((await other.get('/api/jobs?text=nurse')).body.items).toEqual([]);
  } finally {
    await other.close();
  }
});

test('a job that is closed and reopened states when, why and by which run', async () => {
  const { dedupeKey } = makeJob(7);
  const get = async () => (await api.get(`/api/jobs/${dedupeKey}`)).body;
  const eventsOf = ({ history }: { history: { event: string; reason: string | null; runId: string }[] }) =>
    history.map(({ event, reason, runId }) => [event, reason, runId]);
  const imported = ['imported', null, firstRun];
  const changed = ['changed', null, secondRun];
  const before = await get();
  expect(eventsOf(before)).toEqual([imported, changed]);
  expect(before.changedAt).toBe(before.updatedAt);

  const closing = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  const closedAt = new Date(Date.now() + 1_000);
  await api.database.jobs.close([dedupeKey], { runId: closing, at: closedAt, reason: 'deleted-by-feed' });
  const closed = await get();
  expect(closed).toMatchObject({
    status: 'closed',
    closedRunId: closing,
    closedAt: closedAt.toISOString(),
    closeReason: 'deleted-by-feed',
    updatedAt: closedAt.toISOString(),
    changedAt: before.changedAt,
    updatedRunId: secondRun,
    history: [{}, { run: { runId: secondRun } }, { run: { runId: closing, status: 'completed' } }],
  });
  expect(eventsOf(closed)).toEqual([imported, changed, ['closed', 'deleted-by-feed', closing]]);
  expect((await all('sort=-closedAt')).map((row) => row.dedupeKey)).toEqual([
    dedupeKey,
    makeJob(11).dedupeKey,
  ]);
  expect(await all('status=closed')).toHaveLength(2);
  expect(await all('status=open')).toHaveLength(39);
  expect(await all(`runId=${closing}`)).toEqual([]);

  // With a text that would be an expression of MongoDB.
  const job = makeJob(7, { title: '$closedAt', contentHash: sha1('z') });
  const at = new Date(Date.now() + 2_000);
  const known = { knownHash: sha1('y'), knownRunId: secondRun };
  await api.database.jobs.write([{ kind: 'update', job, ...known, reopens: true }], { runId: firstRun, at });
  const reopened = await get();
  expect(reopened).toMatchObject({
    title: '$closedAt',
    status: 'open',
    closedAt: null,
    closedRunId: null,
    closeReason: null,
    reopenedAt: at.toISOString(),
    reopenedRunId: firstRun,
    updatedAt: at.toISOString(),
    updatedRunId: firstRun,
  });
  expect(eventsOf(reopened)).toEqual([
    imported,
    changed,
    ['closed', 'deleted-by-feed', closing],
    ['reopened', null, firstRun],
  ]);
  expect(reopened.history.at(-1).changes).toEqual([{ field: 'title', from: 'Head Nurse', to: '$closedAt' }]);
  expect(await all('status=closed')).toHaveLength(1);
});

test('each change of a job states the old and new values of its fields', async () => {
  const { dedupeKey, contentHash } = makeJob(3);
  const salary = { min: 10, max: 12, currency: 'EUR', period: 'hour', text: null } as const;
  const expiresAt = new Date('2030-01-01T00:00:00Z');
  const changed = makeJob(3, { title: 'Other', salary, expiresAt, contentHash: sha1('3a') });
  const again = makeJob(3, { title: 'Third', salary, expiresAt, contentHash: sha1('3b') });
  const writeAt = (job: JobPosting, seen: { knownHash: string; knownRunId: string | null }, at: Date) =>
    api.database.jobs.write([{ kind: 'update', job, ...seen }], { runId: secondRun, at });
  await writeAt(changed, { knownHash: contentHash, knownRunId: null }, new Date(Date.now() + 1_000));
  const changedOnce = { knownHash: changed.contentHash, knownRunId: secondRun };
  await writeAt(again, changedOnce, new Date(Date.now() + 2_000));
  const { body } = await api.get(`/api/jobs/${dedupeKey}`);
  const [imported, first, second] = body.history;
  expect(imported).toMatchObject({ event: 'imported', changes: null });
  expect(first).toMatchObject({ event: 'changed', runId: secondRun, run: { runId: secondRun } });
  expect(first.changes).toContainEqual({ field: 'salary', from: null, to: salary });
  expect(first.changes).toContainEqual({ field: 'expiresAt', from: null, to: expiresAt.toISOString() });
  expect(second.changes).toEqual([{ field: 'title', from: 'Other', to: 'Third' }]);
  expect(body.history).toHaveLength(3);
  expect(body).not.toHaveProperty('fieldChanges');
});

test('a job that an earlier version closed has no reason, and keeps the time of its last change', async () => {
  const { dedupeKey } = makeJob(5);
  const stale = { changedAt: new Date(0), closeReason: 'deleted-by-feed' };
  const closing = { status: 'closed', closedAt: new Date(), closedRunId: secondRun };
  await (await collectionOf(api)).updateOne({ dedupeKey }, { $set: { ...stale, ...closing } });
  const { body } = await api.get(`/api/jobs/${dedupeKey}`);
  expect(body).toMatchObject({ status: 'closed', closeReason: null, changedAt: null });
  expect(body.history.map(({ event }: { event: string }) => event)).toEqual(['imported', 'closed']);
});

test('an open job whose expiry date is past says since when', async () => {
  const { body } = await api.get(`/api/jobs/${makeJob(9).dedupeKey}`);
  const expired = body.history.find(({ event }: { event: string }) => event === 'expired');
  expect(expired).toMatchObject({ at: EXPIRED_AT.toISOString(), runId: null, run: null });
  const { body: other } = await api.get(`/api/jobs/${makeJob(10).dedupeKey}`);
  expect(other.history.map(({ event }: { event: string }) => event)).toEqual(['imported']);
});
