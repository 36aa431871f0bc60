import { hash } from 'node:crypto';
import { aJob } from '@feedflow/infra/testing/suite/a-job';
import type { JobPosting } from '@feedflow/shared/model/job';
import { sourceConfigs } from '@feedflow/shared/model/source';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());

const JOBS_URL = 'https://closing.test/f';

function makeJob(n: number): JobPosting {
  const dedupeKey = hash('sha1', String(n));
  const source = { sourceName: 'Closing', sourceUrl: JOBS_URL };
  return aJob({ dedupeKey, ...source, externalId: String(n), title: `Pilot ${n}` });
}

const secret = 'the-key-of-the-feed';

test('a source is added, read, changed and removed', async () => {
  const added = await api.post('/api/sources', {
    name: 'Crèche 4',
    url: 'https://c.test/f',
    schedule: '*/5 * * * *',
  });
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({ name: 'Crèche 4', enabled: true, timezone: 'UTC', failuresInARow: 0 });
  expect(added.body.nextRuns).toHaveLength(3);
  const path = `/api/sources/${encodeURIComponent('Crèche 4')}`;
  expect((await api.get(path)).body).toEqual({
    ...added.body,
    nextRuns: expect.any(Array),
    openJobs: 0,
    expiredJobs: 0,
    tooOldJobs: 0,
  });
  const changed = await api.patch(path, { intervalMinutes: 15, dialect: 'rss' });
  expect(changed.body).toMatchObject({ schedule: null, intervalMinutes: 15, dialect: 'rss' });
  expect((await api.patch(path, { dialect: null })).body).toMatchObject({
    dialect: null,
    intervalMinutes: 15,
  });
  expect((await api.delete(path)).status).toBe(204);
  expect((await api.get(path)).status).toBe(404);
});

test.each([
  ["O'Reilly (DE) & Sons, Inc. + Co", null],
  ['AC/DC', 'must not have the character "/"'],
  ['(DE) Jobs', 'must begin with a letter or digit, not with "("'],
  ['a\u202eb', 'must not have the character'],
])('the name %j is accepted or refused with its reason', async (name, fault) => {
  const response = await api.post('/api/sources', { name, url: 'https://names.test/f' });
  if (fault !== null)
    return expect(response).toMatchObject({ status: 400, text: expect.stringContaining(fault.slice(0, 28)) });
  expect(response.status).toBe(201);
  const path = `/api/sources/${encodeURIComponent(name)}`;
  expect((await api.patch(path, { enabled: false })).body).toMatchObject({ name, enabled: false });
  expect((await api.delete(path)).status).toBe(204);
});

test('a removed source closes its open jobs on request, however many there are', async () => {
  const jobs = Array.from({ length: 2_300 }, (_, n) => ({ kind: 'insert' as const, job: makeJob(n) }));
  await api.database.jobs.write(jobs, { runId: '0'.repeat(24), at: new Date() });
  const add = () => api.post('/api/sources', { name: 'Closing', url: JOBS_URL });
  await add();
  expect((await api.get('/api/sources/Closing')).body).toMatchObject({ openJobs: 2_300 });
  expect((await api.delete('/api/sources/Closing')).status).toBe(204);
  await add();
  expect((await api.get('/api/sources/Closing')).body).toMatchObject({ openJobs: 2_300 });
  expect((await api.delete('/api/sources/Closing?closeJobs=true')).status).toBe(204);
  expect(await api.database.jobs.countOpen(JOBS_URL)).toBe(0);
  expect(await api.database.jobs.countBySource(JOBS_URL)).toBe(2_300);
  const { items } = (await api.get('/api/audit?limit=1')).body;
  expect(items).toMatchObject([{ command: 'removeSource', count: 1, outcome: 'done' }]);
  await api.delete('/api/sources/Closing');
  const failed = (await api.get('/api/audit?limit=1')).body.items;
  expect(failed).toMatchObject([{ command: 'removeSource', count: null, outcome: 'source-unknown' }]);
});

test('texts without a normalized value are listed with their jobs until they are mapped', async () => {
  const url = 'https://values.test/f';
  const path = '/api/sources/Values';
  await api.post('/api/sources', { name: 'Values', url });
  const jobTypes = [
    'Direct placement',
    'Full-time, Band 7',
    'Vollzeit',
    null,
    '__proto__',
    `${'long '.repeat(60)}x`,
  ];
  const jobs = Array.from({ length: 60 }, (_, n) => ({
    ...makeJob(10_000 + n),
    sourceUrl: url,
    sourceName: 'Values',
    jobType: jobTypes[n % 6] ?? null,
    country: n % 2 === 0 ? 'Great Brittain' : 'France',
  }));
  await api.database.jobs.write(
    jobs.map((job) => ({ kind: 'insert' as const, job })),
    { runId: '0'.repeat(24), at: new Date() },
  );
  const closed = jobs.slice(0, 6).map(({ dedupeKey }) => dedupeKey);
  await api.database.jobs.close(closed, { runId: null, at: new Date(), reason: 'not-in-feed' });
  const unmapped = async () => (await api.get(`${path}/unmapped-values`)).body;
  expect(await unmapped()).toEqual({
    employmentType: expect.arrayContaining([
      { text: 'Direct placement', jobs: 9 },
      { text: 'Band 7', jobs: 9 },
      { text: '__proto__', jobs: 9 },
    ]),
    country: [{ text: 'Great Brittain', jobs: 27 }],
    mapped: { employmentType: [], country: [] },
    jobs: 54,
    exact: true,
  });
  expect((await unmapped()).employmentType).toHaveLength(3);

  const values = {
    employmentType: { 'direct placement': 'FULL_TIME', 'Band 7': null },
    country: { 'great brittain': 'GB', Atlantis: null },
  };
  expect((await api.patch(path, { values })).body).toMatchObject({ values });
  expect(await unmapped()).toMatchObject({
    employmentType: [{ text: '__proto__' }],
    country: [],
    // The jobs of a text include those that have it in another case; a text of no job is listed too.
    mapped: {
      employmentType: [
        { text: 'direct placement', jobs: 9 },
        { text: 'Band 7', jobs: 9 },
      ],
      country: [
        { text: 'great brittain', jobs: 27 },
        { text: 'Atlantis', jobs: 0 },
      ],
    },
  });
  expect((await api.patch(path, { timezone: 'Europe/Berlin' })).body).toMatchObject({ values });
  const { items } = (await api.get('/api/audit?limit=2')).body;
  expect(items[1]).toMatchObject({ command: 'changeSource', changes: { fields: ['values'] } });

  for (const refused of [
    { employmentType: { x: 'full' } },
    { country: { x: 'Germany' } },
    { country: { '': 'DE' } },
    { country: { $x: 'DE' } },
    { language: {} },
  ]) {
    expect((await api.patch(path, { values: refused })).body.code).toBe('request-invalid');
  }
  expect((await api.patch(path, { values: null })).body.values).toBeNull();
  expect((await unmapped()).country).toHaveLength(1);
  expect((await api.get('/api/sources/nobody/unmapped-values')).body.code).toBe('source-unknown');
  await api.delete(path);
});

test('a source is disabled, which leaves it without next runs, and enabled again', async () => {
  const disabled = await api.post('/api/sources/beta/disable', { reason: 'broken today' });
  expect(disabled.body).toMatchObject({ enabled: false, nextRuns: [] });
  expect((await api.post('/api/sources/beta/enable', {})).body).toMatchObject({ enabled: true });
  expect((await api.post('/api/sources/nobody/enable', {})).status).toBe(404);
});

test('secrets can be set and are never returned', async () => {
  const given = { name: 'private', url: 'https://p.test/f', headers: { 'X-Key': secret, 'X-Other': 'o' } };
  const basicAuth = { username: 'user', password: secret };
  const responses = [
    await api.post('/api/sources', { ...given, basicAuth }),
    await api.get('/api/sources/private'),
    await api.get('/api/sources'),
    await api.patch('/api/sources/private', { headers: { 'x-other': null, 'X-Third': secret } }),
  ];
  for (const response of responses) expect(response.text).not.toContain(secret);
  expect(responses[3]?.body).toMatchObject({ headerNames: ['X-Key', 'X-Third'], hasBasicAuth: true });
  expect(await api.database.sources.findByName('private')).toMatchObject({
    headers: { 'X-Key': secret, 'X-Third': secret },
    basicAuth,
  });
  const bare = await api.patch('/api/sources/private', { headers: null, basicAuth: null });
  expect(bare.body).toMatchObject({ headerNames: [], hasBasicAuth: false });
});

test('an export has all settings but secrets, and makes the same sources in another installation', async () => {
  const settings = {
    dialect: 'rss',
    mapping: { fields: { company: { constant: 'Exported Ltd' } } },
    values: {
      employmentType: { 'Temp. to perm': 'TEMPORARY' as const, Other: null },
      country: { 'U.K': 'GB' },
    },
    closing: { missing: false, expired: true, afterDays: 90 },
    filter: { include: [{ field: 'location', contains: ['Berlin'] }], exclude: [] },
    missedRuns: 'skip',
    failureThreshold: { percent: 2, records: 7 },
  };
  const exported = { name: "O'Exported & Co", url: 'https://e.test/f?a=1&b=2', enabled: false };
  const timing = { schedule: '15 6 * * 1-5', timezone: 'Europe/Berlin' };
  await api.post('/api/sources', {
    ...exported,
    ...timing,
    ...settings,
    headers: { 'X-Key': secret },
    basicAuth: { username: 'user', password: secret },
  });
  // A feed may have such an address, which no URI of RFC 3986 is.
  const url = 'https://plain.test/größe aller.xml';
  await api.post('/api/sources', { name: 'plain', url, intervalMinutes: 7 });
  const file = await api.get('/api/sources.json');
  expect(file.headers.get('content-disposition')).toContain('feeds.json');
  expect(file.text).not.toContain(secret);
  expect(file.body).toContainEqual({ ...exported, ...timing, ...settings });

  const other = await serveApi();
  try {
    for (const { name } of await other.database.sources.list()) await other.database.sources.remove(name);
    await other.database.sources.seed(sourceConfigs.parse(file.body), new Date());
    expect((await other.get('/api/sources.json')).body).toEqual(file.body);
  } finally {
    await other.close();
  }
  for (const name of [exported.name, 'plain']) await api.delete(`/api/sources/${encodeURIComponent(name)}`);
});

test('a filter is replaced as a whole, forgets the validators, and says what is wrong with it', async () => {
  const name = 'filtered';
  const path = `/api/sources/${name}`;
  const exclude = [{ field: 'company', is: ['Acme'] }];
  const added = await api.post('/api/sources', { name, url: 'https://filter.test/f', filter: { exclude } });
  expect(added).toMatchObject({ status: 201, body: { filter: { include: [], exclude } } });
  const { sources } = api.database;
  const http = { etag: '"1"', lastModified: null };
  const validators = async () => (await sources.findByName(name))?.http;
  const read = { sourceName: name, sourceUrl: 'https://filter.test/f', readAt: new Date() };
  await sources.recordResponse(read, { http, movedTo: null });
  await sources.recordListing(read, { window: 20, unreadable: 0 });
  expect((await api.patch(path, { timezone: 'Europe/Berlin' })).body).toMatchObject({ filter: { exclude } });
  expect(await validators()).toEqual(http);
  const include = [{ field: 'salary', missing: false }];
  const changed = await api.patch(path, { filter: { include } });
  expect(changed.body).toMatchObject({ filter: { include, exclude: [] } });
  expect(await validators()).toEqual({ etag: null, lastModified: null });
  // What is known of the feed as a list of jobs still holds.
  expect(await sources.findByName(name)).toMatchObject({ listing: { window: 20 } });
  const [last] = (await api.get('/api/audit?limit=1&command=changeSource')).body.items;
  expect(last).toMatchObject({ target: name, changes: { fields: ['filter'] } });
  const refused = await api.patch(path, { filter: { exclude: [{ field: 'salary', is: ['1'] }] } });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('does not apply to salary: use missing');
  expect((await api.patch(path, { filter: null })).body).toMatchObject({ filter: null });
  expect(await sources.findByName(name)).not.toHaveProperty('filter');
  await api.delete(path);
});

test('when jobs are closed is set part by part; removeVanished is the older spelling of one', async () => {
  const name = 'closing';
  const path = `/api/sources/${name}`;
  const closingOf = (response: { body: { closing: object; removeVanished: boolean } }) => {
    const { closing, removeVanished } = response.body;
    return [closing, removeVanished];
  };
  const add = (fields: object) =>
    api.post('/api/sources', { name, url: 'https://closing.test/f', ...fields });
  expect(closingOf(await add({}))).toEqual([{ missing: true, expired: true, afterDays: null }, true]);
  const patch = async (change: object) => closingOf(await api.patch(path, change));
  expect(await patch({ closing: { afterDays: 30 } })).toEqual([
    { missing: true, expired: true, afterDays: 30 },
    true,
  ]);
  expect(await patch({ removeVanished: false })).toEqual([
    { missing: false, expired: true, afterDays: 30 },
    false,
  ]);
  // An earlier version reads and writes this field only.
  expect(await api.database.sources.findByName(name)).toMatchObject({ removeVanished: false });
  expect(await patch({ timezone: 'Europe/Berlin' })).toEqual([
    { missing: false, expired: true, afterDays: 30 },
    false,
  ]);
  expect(await patch({ closing: null })).toEqual([{ missing: true, expired: true, afterDays: null }, true]);
  for (const closing of [{ afterDays: 0 }, { afterDays: 1.5 }, { afterDays: 3_651 }, { other: true }, []])
    expect((await api.patch(path, { closing })).status).toBe(400);
  const [last] = (await api.get('/api/audit?limit=1&command=changeSource')).body.items;
  expect(last).toMatchObject({ target: name });
  await api.delete(path);
  expect(closingOf(await add({ removeVanished: true }))).toEqual([
    { missing: true, expired: false, afterDays: null },
    true,
  ]);
  await api.delete(path);
});

test('a source is renamed with its runs and statistics; the audit log has both names', async () => {
  await api.post('/api/sources', { name: 'Old name', url: 'https://feeds.test/Old%20name' });
  const startedAt = new Date(Date.now() - 3_600_000);
  const runId = await addRun(api.database, { source: 'Old name', startedAt });
  const sumOf = async () =>
    (await api.get('/api/stats/runs?from=now-2h')).body.sources.map(
      ({ sourceName }: { sourceName: string }) => sourceName,
    );
  expect(await sumOf()).toContain('Old name');
  const renamed = await api.post('/api/sources/Old%20name/rename', { name: 'New & better', reason: 'sold' });
  expect(renamed).toMatchObject({
    status: 200,
    body: { name: 'New & better', url: 'https://feeds.test/Old%20name' },
  });
  expect((await api.get('/api/sources/Old%20name')).status).toBe(404);
  expect((await api.get('/api/import-logs?source=New%20%26%20better')).body.items).toMatchObject([{ runId }]);
  await expect.poll(sumOf, { timeout: 75_000 }).toContain('New & better');
  expect(await sumOf()).not.toContain('Old name');
  expect((await api.get('/api/audit?limit=1')).body.items).toMatchObject([
    {
      command: 'renameSource',
      target: 'Old name',
      reason: 'sold',
      changes: { fields: ['name'], name: { from: 'Old name', to: 'New & better' } },
      outcome: 'done',
    },
  ]);
  const path = `/api/sources/${encodeURIComponent('New & better')}`;
  expect((await api.post(`${path}/rename`, { name: 'beta' })).body).toMatchObject({
    code: 'source-exists',
    detail: 'beta: its name is taken; names and urls are unique',
  });
  expect((await api.post(`${path}/rename`, { name: 'a/b' })).body.code).toBe('request-invalid');
  expect((await api.delete(path)).status).toBe(204);
});

test.each([
  ['another server', 'https://m.test/f', 'https://other.test/f'],
  ['another port', 'https://m.test/f', 'https://m.test:8443/f'],
  ['http in place of https', 'https://m.test/f', 'http://m.test/f'],
])('a url on %s is not sent the secrets of the old one, nor its validators', async (_name, from, to) => {
  const basicAuth = { username: 'user', password: secret };
  await api.post('/api/sources', { name: 'moves', url: from, headers: { 'X-Key': secret }, basicAuth });
  const http = { etag: '"of-the-old"', lastModified: null };
  await api.database.sources.recordResponse(
    { sourceName: 'moves', sourceUrl: from, readAt: new Date() },
    { http, movedTo: to },
  );
  const moved = await api.patch('/api/sources/moves', { url: to });
  expect(moved.body).toMatchObject({
    url: to,
    headerNames: [],
    hasBasicAuth: false,
    movedTo: null,
    http: { etag: null },
    droppedSecrets: { headerNames: ['X-Key'], basicAuth: true },
  });
  const stored = await api.database.sources.findByName('moves');
  expect(JSON.stringify(stored)).not.toMatch(/of-the-feed|of-the-old/);
  await api.delete('/api/sources/moves');
});

test('secrets follow a source along its server, and elsewhere where the change gives or keeps them', async () => {
  const basicAuth = { username: 'user', password: secret };
  const headers = { 'X-Key': secret, 'X-Other': 'o' };
  await api.post('/api/sources', { name: 'kept', url: 'http://k.test/f', headers, basicAuth });
  const move = async (change: object) => (await api.patch('/api/sources/kept', change)).body;
  const none = { headerNames: [], basicAuth: false };
  const both = { headerNames: ['X-Key', 'X-Other'], hasBasicAuth: true, droppedSecrets: none };
  expect(await move({ url: 'http://k.test/g?x=1' })).toMatchObject(both);
  expect(await move({ url: 'https://k.test/g' })).toMatchObject(both);
  expect(await move({ url: 'https://l.test/g', keepSecrets: true })).toMatchObject(both);
  expect(await move({ url: 'http://l.test/g', keepSecrets: true })).toMatchObject({
    code: 'request-invalid',
    detail: expect.stringContaining('keepSecrets'),
  });
  expect(await move({ url: 'http://l.test/g', headers: { 'x-key': 'new' } })).toMatchObject({
    headerNames: ['x-key'],
    hasBasicAuth: false,
    droppedSecrets: { headerNames: ['X-Other'], basicAuth: true },
  });
  expect((await api.database.sources.findByName('kept'))?.headers).toEqual({ 'x-key': 'new' });
});

test('a name or a url that is taken is a 409, a source that is being imported keeps its url and its place', async () => {
  const taken = await api.post('/api/sources', { name: 'acme', url: 'https://new.test/f' });
  expect(taken.body).toMatchObject({ status: 409, code: 'source-exists' });
  const url = await api.patch('/api/sources/off', { url: 'https://feeds.test/beta' });
  expect(url.body).toMatchObject({
    status: 409,
    code: 'source-exists',
    detail: expect.stringContaining('beta'),
  });
  for (const spelling of [
    'HTTPS://Feeds.test/beta',
    'https://feeds.test:443/x/../beta',
    'https://feeds.test/beta#top',
  ]) {
    const again = await api.post('/api/sources', { name: 'again', url: spelling });
    expect(again.body).toMatchObject({
      code: 'source-exists',
      detail: expect.stringContaining('source "beta"'),
    });
    expect((await api.patch('/api/sources/off', { url: spelling })).body.code).toBe('source-exists');
  }
  expect((await api.patch('/api/sources/beta', { url: 'https://feeds.test/beta#top' })).status).toBe(200);
  expect((await api.patch('/api/sources/beta', { url: 'https://feeds.test/beta' })).status).toBe(200);
  await api.post('/api/import/run', { source: 'acme' });
  expect((await api.patch('/api/sources/acme', { url: 'https://new.test/f' })).status).toBe(409);
  expect((await api.delete('/api/sources/acme')).body.code).toBe('run-already-running');
  expect((await api.patch('/api/sources/acme', { intervalMinutes: 30 })).status).toBe(200);
});

test('of concurrent changes each is applied or refused with 409', async () => {
  const responses = await Promise.all(
    [1, 2, 3, 4].map((minutes) => api.patch('/api/sources/off', { intervalMinutes: minutes })),
  );
  const done = responses.filter((response) => response.status === 200);
  expect(done.length).toBeGreaterThan(0);
  for (const response of responses) expect([200, 409]).toContain(response.status);
});

test('a source is being imported if its runs say so, whatever was last recorded at the source', async () => {
  const stale = { name: 'stale', url: 'https://stale.test/f' };
  await api.post('/api/sources', stale);
  // As if the process that ended the run had died before it recorded the end.
  await api.database.sources.recordRunStart('stale', { runId: '0'.repeat(24), startedAt: new Date() });
  expect((await api.patch('/api/sources/stale', { url: 'https://stale.test/g' })).status).toBe(200);
  expect((await api.delete('/api/sources/stale')).status).toBe(204);
});

test('failures in a row are counted until an import succeeds', async () => {
  const end = async (
    status: 'failed' | 'partial',
    counters = { newJobs: 0, updatedJobs: 0, removedJobs: 0 },
  ) => {
    const startedAt = new Date();
    const runId = await addRun(api.database, { source: 'beta', startedAt, status });
    const error = { code: 'feed-not-found', message: 'the server responded with 404' };
    const ended = { runId, status, startedAt, finishedAt: new Date(), error, ...counters };
    await api.database.sources.recordRunStart('beta', { runId, startedAt });
    await api.database.sources.recordRunEnd('beta', ended);
    // Reported again after a crash.
    await api.database.sources.recordRunEnd('beta', ended);
    return (await api.get('/api/sources/beta')).body;
  };
  expect(await end('failed')).toMatchObject({
    failuresInARow: 1,
    lastRun: { status: 'failed', error: { message: 'the server responded with 404' } },
    health: { reasons: [{ message: 'the last import failed: the server responded with 404' }] },
  });
  expect(await end('failed')).toMatchObject({ failuresInARow: 2, failing: false });
  for (let failures = 3; failures < 20; failures++) await end('failed');
  expect(await end('failed')).toMatchObject({ failuresInARow: 20, failing: true, enabled: true });
  expect(await end('partial')).toMatchObject({
    failuresInARow: 0,
    failing: false,
    lastRun: { status: 'partial' },
  });
  const changed = await end('partial', { newJobs: 0, updatedJobs: 2, removedJobs: 0 });
  const noted = { runId: changed.lastRun.runId, at: changed.lastRun.finishedAt };
  expect(changed).toMatchObject({ lastSuccess: noted, lastChange: noted });
  const same = await end('partial');
  expect(same.lastSuccess.runId).toBe(same.lastRun.runId);
  expect(same.lastChange).toEqual(noted);
  expect((await end('failed')).lastSuccess).toEqual(same.lastSuccess);
});

const source = { name: 'x', url: 'https://x.test/f' };

test.each([
  ['no url', { name: 'x' }],
  ['a url of another kind', { ...source, url: 'file:///etc/passwd' }],
  ['a password in the url', { ...source, url: 'https://u:p@x.test/f' }],
  ['a name that is a path', { ...source, name: '../x' }],
  ['a schedule and an interval', { ...source, schedule: '* * * * *', intervalMinutes: 5 }],
  ['a schedule that cannot be read', { ...source, schedule: 'at noon' }],
  ['a schedule that never comes', { ...source, schedule: '0 0 31 2 *' }],
  ['a zone that is none', { ...source, timezone: 'Mars/Olympus' }],
  ['an operator for a name', { ...source, name: { $gt: '' } }],
  ['a field that is not known', { ...source, lastRun: null }],
  ['a dialect that is none', { ...source, dialect: 'nope' }],
  ['limits of a field that is none', { ...source, quality: { minFillPercent: { city: 50 } } }],
  ['operators in a mapping', { ...source, mapping: { $where: 'sleep(1000)' } }],
  ['dots in a mapping', { ...source, mapping: { 'a.b': 1 } }],
  [
    'a mapping without end',
    { ...source, mapping: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } },
  ],
  ['a header of the connection', { ...source, headers: { Host: 'internal' } }],
  ['a header that holds two', { ...source, headers: { 'X-A': 'a\r\nX-B: b' } }],
  ['a number as text', { ...source, intervalMinutes: '5' }],
])('%s is refused, and nothing is added', async (_name, body) => {
  const response = await api.post('/api/sources', body);
  expect(response.status).toBe(400);
  // The messages of zod itself have patterns instead of words.
  expect(response.body.detail).not.toMatch(/Invalid|pattern \//);
  expect((await api.get('/api/sources/x')).status).toBe(404);
});

test.each([
  ['a path that is none', { title: 'a b' }, 'mapping.fields.title: "a b" in the path "a b"'],
  [
    'a path in a template',
    { jobUrl: { template: 'https://x.test/{a b}' } },
    'mapping.fields.jobUrl.template',
  ],
  ['a field that is none', { titel: 'name' }, 'mapping.fields: unknown field "titel"'],
])(
  'a mapping with %s is refused when it is given, with its place, and not when a feed is read',
  async (_name, fields, place) => {
    const mapping = { fields };
    for (const response of [
      await api.post('/api/sources', { ...source, mapping }),
      await api.patch('/api/sources/beta', { mapping }),
      await api.post('/api/sources/preview', { url: source.url, mapping }),
    ]) {
      expect(response.status).toBe(422);
      expect(response.body).toMatchObject({
        code: 'feed-mapping-invalid',
        detail: expect.stringContaining(place),
      });
    }
    expect((await api.get('/api/sources/x')).status).toBe(404);
    expect((await api.get('/api/sources/beta')).body.mapping).toBe(null);
  },
);
