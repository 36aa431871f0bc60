import { hash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { JOB_FORMATS, jobFormats } from '@feedflow/shared/jobs-out/formats';
import type { JobPosting } from '@feedflow/shared/model/job';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { createLog } from '@feedflow/shared/process/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExportSlots } from '../src/jobs/export-slots.ts';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

/** More than three pages of jobs with their descriptions, and more than one of those without. */
const OPEN = 1_100;
const CLOSED = 3;
const sha1 = (text: string) => hash('sha1', text);

let api: ServedApi;
let client: Awaited<ReturnType<typeof connectMongo>>;
let db: ReturnType<typeof client.db>;

const full: JobPosting = {
  dedupeKey: sha1('full'),
  contentHash: sha1('x'),
  sourceName: 'beta',
  sourceUrl: 'https://feeds.test/beta',
  externalId: '4711',
  title: '</script><script>alert(1)</script> & "Nurse" ]]>',
  jobUrl: 'https://board.test/jobs/4711?a=1&b=2',
  applyUrl: 'https://board.test/apply/4711',
  company: '=Acme & Sons',
  location: 'Duluth, MN, US',
  region: 'MN',
  country: 'US',
  remote: true,
  jobType: 'Full-time, part time',
  categories: ['Health', 'Care'],
  salary: { min: 50_000, max: 60_000, currency: 'USD', period: 'year', text: '$50k-60k' },
  description: '<p>Care.</p>\u2028\u2029\u0085<!--',
  publishedAt: new Date('2026-11-09T18:30:00Z'),
  expiresAt: new Date('2099-12-31T00:00:00Z'),
};

const bare: JobPosting = {
  ...full,
  dedupeKey: sha1('bare'),
  title: 'Bare',
  externalId: null,
  jobUrl: 'https://board.test/jobs/1',
  applyUrl: null,
  company: null,
  location: null,
  region: null,
  country: null,
  remote: false,
  jobType: null,
  categories: [],
  salary: { min: null, max: null, currency: null, period: null, text: 'negotiable' },
  description: null,
  publishedAt: null,
  expiresAt: null,
};

const numbered = (n: number): JobPosting => ({
  ...bare,
  dedupeKey: sha1(String(n)),
  sourceName: 'acme',
  sourceUrl: 'https://feeds.test/acme',
  title: `Nurse ${n}`,
  company: n % 2 === 0 ? 'Even' : 'Odd',
  location: 'Leeds',
  description: 'x'.repeat(10_000),
  publishedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
});

beforeAll(async () => {
  api = await serveApi();
  client = await connectMongo(
    { log: createLog('test', { level: 'silent', pretty: false }) },
    { uri: api.sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' },
  );
  db = client.db();
  const runId = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  const jobs = [full, bare, ...Array.from({ length: OPEN + CLOSED }, (_, n) => numbered(n))];
  await api.database.jobs.write(
    jobs.map((job) => ({ kind: 'insert' as const, job })),
    { runId, at: new Date() },
  );
  const closed = Array.from({ length: CLOSED }, (_, n) => numbered(OPEN + n).dedupeKey);
  await api.database.jobs.close(closed, { runId, at: new Date(), reason: 'not-in-feed' });
});
afterAll(async () => {
  await client.close();
  await api.close();
});

const countOf: Record<string, (text: string) => number> = {
  csv: (text) => text.trimEnd().split('\n').length - 1,
  ndjson: (text) => text.trimEnd().split('\n').length,
  jsonld: (text) => JSON.parse(text)['@graph'].length,
  xml: (text) => text.split('</job>').length - 1,
};

test.each(JOB_FORMATS)('as %s, all jobs that match are exported, page after page', async (format) => {
  const count = async (query: string) => {
    const { status, text, headers } = await api.get(`/api/jobs.${format}?${query}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(`${jobFormats[format].mediaType}; charset=utf-8`);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="jobs.${format}"`);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    return countOf[format]?.(text);
  };
  expect(await count('source=acme')).toBe(format === 'csv' ? OPEN + CLOSED : OPEN);
  expect(await count('source=acme&status=open')).toBe(OPEN);
  expect(await count('source=acme&status=closed')).toBe(CLOSED);
  expect(await count('status=all')).toBe(OPEN + CLOSED + 2);
  expect(await count('company=even&location=leeds&status=open')).toBe(OPEN / 2);
});

test.each(JOB_FORMATS)('as %s, a search that is refused has its own status', async (format) => {
  expect((await api.get(`/api/jobs.${format}?source=nobody`)).body.code).toBe('source-unknown');
  expect((await api.get(`/api/jobs.${format}?cursor=x`)).body.code).toBe('request-invalid');
});

test('an unknown format is refused', async () => {
  expect((await api.get('/api/jobs.pdf')).body).toMatchObject({
    code: 'request-invalid',
    detail: expect.stringContaining('csv'),
  });
});

test('a line of NDJSON is the job as its own page has it, without its runs', async () => {
  const { text } = await api.get('/api/jobs.ndjson?source=beta');
  // Some readers of lines end one at each line break of Unicode.
  const [line] = text.split(/[\n\u0085\u2028\u2029]/);
  const { createdRun, updatedRun, history, ...stored } = (await api.get(`/api/jobs/${full.dedupeKey}`)).body;
  expect(JSON.parse(line ?? '')).toEqual(stored);
  expect(stored.description).toBe(full.description);
});

test('JSON-LD has the properties of a JobPosting that the job has values for, and no other', async () => {
  const { text } = await api.get('/api/jobs.jsonld?source=beta');
  const document = JSON.parse(text);
  expect(document['@context']).toBe('https://schema.org');
  // Required by Google: title, description, datePosted, hiringOrganization, jobLocation.
  expect(document['@graph']).toEqual([
    {
      '@type': 'JobPosting',
      '@id': `urn:feedflow:job:${full.dedupeKey}`,
      identifier: { '@type': 'PropertyValue', name: '=Acme & Sons', value: '4711' },
      title: full.title,
      description: full.description,
      datePosted: '2026-11-09T18:30:00.000Z',
      // A date without a time is the last day: with 00:00 it would end the job a day too early.
      validThrough: '2099-12-31',
      employmentType: ['FULL_TIME', 'PART_TIME'],
      hiringOrganization: { '@type': 'Organization', name: '=Acme & Sons' },
      jobLocation: {
        '@type': 'Place',
        address: {
          '@type': 'PostalAddress',
          addressLocality: 'Duluth',
          addressRegion: 'MN',
          addressCountry: 'US',
        },
      },
      jobLocationType: 'TELECOMMUTE',
      baseSalary: {
        '@type': 'MonetaryAmount',
        currency: 'USD',
        value: { '@type': 'QuantitativeValue', minValue: 50_000, maxValue: 60_000, unitText: 'YEAR' },
      },
      occupationalCategory: ['Health', 'Care'],
      url: full.jobUrl,
      potentialAction: { '@type': 'ApplyAction', target: full.applyUrl },
    },
    {
      '@type': 'JobPosting',
      '@id': `urn:feedflow:job:${bare.dedupeKey}`,
      title: 'Bare',
      url: bare.jobUrl,
    },
  ]);
  // In a script element of a page, nothing ends the element or begins a comment.
  expect(text).not.toMatch(/[<>&\u0085\u2028\u2029]/);
});

test('CSV has the normalized values in columns of their own', async () => {
  const { text } = await api.get('/api/jobs.csv?source=beta&sort=createdAt');
  const [head = '', ...lines] = text.split(/\r?\n/);
  const column = head.split(',').indexOf('employmentTypes');
  expect(head.split(',').slice(column, column + 6)).toEqual([
    'employmentTypes',
    'countryCode',
    'salaryPerYearMin',
    'salaryPerYearMax',
    'remoteScope',
    'language',
  ]);
  expect(lines.join()).toContain(',FULL_TIME; PART_TIME,US,50000,60000,,,');
});

test('JSON-LD has the countries that applicants for a remote job must be in', async () => {
  const remote = {
    ...bare,
    dedupeKey: sha1('remote'),
    sourceName: 'gamma',
    sourceUrl: 'https://feeds.test/gamma',
  };
  await api.database.sources.add(
    { name: 'gamma', url: remote.sourceUrl, timezone: 'UTC', enabled: true },
    new Date(),
  );
  const jobs = [
    { ...remote, remote: true, location: 'Remote, Poland', country: 'Polska' },
    { ...remote, dedupeKey: sha1('europe'), remote: true, location: 'Europe only' },
    // Poland alone would leave others out.
    { ...remote, dedupeKey: sha1('both'), remote: true, location: 'Remote - Poland, Europe' },
  ];
  await api.database.jobs.write(
    jobs.map((job) => ({ kind: 'insert' as const, job })),
    { runId: '0'.repeat(24), at: new Date() },
  );
  const { text } = await api.get('/api/jobs.jsonld?source=gamma&sort=createdAt');
  const postings = JSON.parse(text)['@graph'];
  const found = postings.map((one: Record<string, unknown>) => one['applicantLocationRequirements']);
  expect(found).toHaveLength(3);
  expect(found.filter(Boolean)).toEqual([[{ '@type': 'Country', name: 'PL' }]]);
  expect(text).toContain('"addressCountry":"PL"');
  await api.database.sources.remove('gamma');
});

test('XML has an element for each value, in CDATA that no text ends', async () => {
  const { text } = await api.get('/api/jobs.xml?source=beta');
  expect(text).toContain(`<referencenumber><![CDATA[${full.dedupeKey}]]></referencenumber>`);
  expect(text).toContain(
    '<title><![CDATA[</script><script>alert(1)</script> & "Nurse" ]]]]><![CDATA[>]]></title>',
  );
  expect(text).toContain('<city><![CDATA[Duluth]]></city>');
  expect(text).toContain('<salarymin><![CDATA[50000]]></salarymin>');
  expect(text).toContain('<expirationdate><![CDATA[2099-12-31]]></expirationdate>');
  const job = text.slice(text.lastIndexOf('<job>'));
  expect([...job.matchAll(/<(\w+)><!/g)].map(([, name]) => name)).toEqual([
    'title',
    'referencenumber',
    'url',
    'remote',
    'salary',
  ]);
});

test.each(JOB_FORMATS)('as %s, an export that fails midway breaks off', async (format) => {
  const jobs = db.collection('jobs');
  // On the last page, a job that cannot be read.
  const { dedupeKey } = numbered(0);
  await jobs.updateOne({ dedupeKey }, { $set: { status: 'closed', closedAt: 'yesterday' } });
  try {
    const response = await fetch(`${api.url}/api/jobs.${format}?source=acme&status=all`);
    expect(response.status).toBe(200);
    const outcome = await response.text().then(
      (text) => `${text.length} characters`,
      (error: Error) => error.message,
    );
    expect(outcome).toBe('terminated');
  } finally {
    await jobs.updateOne({ dedupeKey }, { $set: { status: 'open', closedAt: null } });
  }
});

test('an export reads no further than its client, and not at all once the client is gone', async () => {
  // Much more than the buffers of a connection hold.
  const text = { $set: { description: 'x'.repeat(60_000) } };
  await db.collection('jobs').updateMany({ sourceName: 'acme' }, text);
  const queries = () => db.collection('system.profile').countDocuments({ 'command.find': 'jobs' });
  await db.command({ profile: 2 });
  try {
    const stop = new AbortController();
    const response = await fetch(`${api.url}/api/jobs.ndjson?source=acme`, { signal: stop.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    await sleep(500);
    const read = await queries();
    expect(read).toBeGreaterThan(0);
    stop.abort();
    await sleep(500);
    expect(await queries()).toBeLessThanOrEqual(read + 1);
    expect(read).toBeLessThan(OPEN / 100);
  } finally {
    await db.command({ profile: 0 });
  }
});

test('no more exports are sent at a time than allowed, and a slot is free once one ends or its client leaves', async () => {
  const small = await serveApi({ maxExports: 2 });
  try {
    const whole = Array.from({ length: 1_000 }, (_, n) => ({ kind: 'insert' as const, job: numbered(n) }));
    await small.database.jobs.write(whole, { runId: '0'.repeat(24), at: new Date() });
    const begin = async (path: string) => {
      const stop = new AbortController();
      const response = await fetch(`${small.url}${path}`, { signal: stop.signal });
      expect(response.status).toBe(200);
      return { response, stop };
    };
    const first = await begin('/api/jobs.ndjson');
    const second = await begin('/api/jobs.xml');
    const refused = await small.get('/api/jobs.csv');
    expect(refused).toMatchObject({ status: 503, body: { code: 'too-many-clients' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await small.get('/api/jobs?limit=1')).status).toBe(200);
    // One client leaves, the other reads to the end.
    first.stop.abort();
    const status = async () => (await small.get('/api/jobs.csv?source=beta')).status;
    await expect.poll(status).toBe(200);
    const etag = second.response.headers.get('etag') ?? '';
    await second.response.text();
    for (let n = 0; n < 3; n += 1) expect(await status()).toBe(200);
    // A search that is refused and a response without content take no slot.
    for (let n = 0; n < 3; n += 1) expect((await small.get('/api/jobs.xml?source=nobody')).status).toBe(404);
    const third = await begin('/api/jobs.ndjson');
    // Kept: a response that is collected unread closes its connection.
    const fourth = await begin('/api/jobs.ndjson');
    expect((await small.get('/api/jobs.xml', { 'if-none-match': etag })).status).toBe(304);
    expect((await small.get('/api/jobs.xml')).status).toBe(503);
    for (const { stop } of [third, fourth]) stop.abort();
  } finally {
    await small.close();
  }
});

test('an export that cannot begin takes no slot', async () => {
  const slots = createExportSlots({ maxExports: 1 });
  const refused = () => Promise.reject(new Error('the search would read too much'));
  await expect(slots.begin(refused)).rejects.toThrow(/too much/);
  expect((await slots.begin(async () => Readable.from(['a job']))).readable).toBe(true);
});

test('an export whose client takes nothing leaves its slot to another one, one that is read keeps it', async () => {
  const slots = createExportSlots({ maxExports: 1, stalledMs: 300 });
  async function* endless() {
    for (;;) {
      await sleep(1);
      yield 'x'.repeat(100_000);
    }
  }
  const begin = () => slots.begin(async () => Readable.from(endless(), { objectMode: false }));
  const read = await begin();
  read.on('data', () => undefined);
  await sleep(600);
  await expect(begin()).rejects.toMatchObject({ code: 'too-many-clients' });

  const brokenOff = once(read, 'error');
  read.pause();
  await expect(begin()).rejects.toMatchObject({ code: 'too-many-clients' });
  await sleep(600);
  const next = await begin();
  expect(String(await brokenOff)).toContain('its client took nothing');
  await expect(begin()).rejects.toMatchObject({ code: 'too-many-clients' });
  next.destroy();
  await once(next, 'close');
  (await begin()).destroy();
});

test('with the ETag of an earlier export there is no content until a job changes', async () => {
  const exported = await api.get('/api/jobs.xml?source=beta');
  const etag = exported.headers.get('etag') ?? '';
  const again = (path: string) => api.get(path, { 'if-none-match': `"other", ${etag}` });
  expect(await again('/api/jobs.xml?source=beta')).toMatchObject({ status: 304, text: '' });
  expect((await again('/api/jobs.xml?source=acme')).status).toBe(200);
  expect((await again('/api/jobs.ndjson?source=beta')).status).toBe(200);
  const refused = await again('/api/jobs.xml?source=nobody');
  expect(refused.status).toBe(404);
  expect(refused.headers.get('etag')).toBeNull();

  const moving = await api.get('/api/jobs.xml?source=beta&publishedFrom=now-7d');
  const later = await api.get('/api/jobs.xml?source=beta&publishedFrom=now-7d', {
    'if-none-match': moving.headers.get('etag') ?? '',
  });
  expect(later.status).toBe(200);

  await api.database.jobs.close([bare.dedupeKey], { runId: null, at: new Date(), reason: 'not-in-feed' });
  const changed = await again('/api/jobs.xml?source=beta');
  expect(changed.status).toBe(200);
  expect(countOf['xml']?.(changed.text)).toBe(1);
  expect(
    (await api.get('/api/jobs.xml?source=beta', { 'if-none-match': changed.headers.get('etag') ?? '' }))
      .status,
  ).toBe(304);
});
