import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SourceConfig, sourceConfig } from '../src/model/source.ts';
import { NO_TEXT_FORMS } from '../src/model/text-forms.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());
beforeEach(() => stores.db.collection('sources').deleteMany({}));

const at = new Date('2026-01-01T00:00:00Z');
const acme = sourceConfig.parse({ name: 'acme', url: 'https://feeds.test/acme', mapping: { a: 1, b: 2 } });
const sources = () => stores.database.sources;
const storeResponse = (etag: string) =>
  sources().recordResponse(
    { sourceName: acme.name, sourceUrl: acme.url, readAt: new Date() },
    { http: { etag, lastModified: null }, movedTo: null },
  );

test('an entry of the feeds file is applied once, and what was changed elsewhere since survives a restart', async () => {
  expect(await sources().seed([acme], at)).toMatchObject([{ name: 'acme', command: 'addSource' }]);
  await sources().upsert([{ ...acme, intervalMinutes: 7 }], at);
  expect(await sources().seed([acme], at)).toEqual([]);
  expect(await sources().findByName('acme')).toMatchObject({ intervalMinutes: 7 });
});

test('an entry that was changed in the feeds file is applied again, and its whole feed is read again', async () => {
  await sources().seed([acme], at);
  await storeResponse('"1"');
  await sources().upsert([{ ...acme, intervalMinutes: 7 }], at);
  await storeResponse('"2"');
  const changed = { ...acme, dialect: 'rss' };
  expect(await sources().seed([changed], at)).toMatchObject([{ name: 'acme', command: 'changeSource' }]);
  const source = await sources().findByName('acme');
  expect(source).toMatchObject({ dialect: 'rss', http: { etag: null, lastModified: null } });
  expect(source).not.toHaveProperty('intervalMinutes');
  expect(source).not.toHaveProperty('seedHash');
});

test('the order of an entry’s fields is no change', async () => {
  await sources().seed([acme], at);
  await sources().upsert([{ ...acme, enabled: false }], at);
  const reordered = { ...acme, mapping: { b: 2, a: 1 } };
  expect(await sources().seed([reordered], at)).toEqual([]);
  expect(await sources().findByName('acme')).toMatchObject({ enabled: false });
});

test('a source that was there before the feeds file named it takes on what the file says', async () => {
  await sources().upsert([{ ...acme, enabled: false }], at);
  expect(await sources().seed([acme], at)).toMatchObject([{ name: 'acme', command: 'changeSource' }]);
  expect(await sources().findByName('acme')).toMatchObject({ enabled: true });
});

test('schedulers that start at once seed the same sources without harm', async () => {
  const many = Array.from({ length: 20 }, (_, n) =>
    sourceConfig.parse({ name: `s${n}`, url: `https://feeds.test/${n}` }),
  );
  const seeded = await Promise.all(Array.from({ length: 5 }, () => sources().seed(many, at)));
  expect(await sources().list()).toHaveLength(20);
  expect(seeded.flat()).toHaveLength(20);
});

test('an entry whose url another source has is refused alone, until that source has the name of the entry', async () => {
  await sources().add(sourceConfig.parse({ name: 'added by hand', url: acme.url }), at);
  const beta = sourceConfig.parse({ name: 'beta', url: 'https://feeds.test/beta' });
  expect(await sources().seed([acme, beta], at)).toMatchObject([
    { name: 'beta', command: 'addSource', refusal: null },
    {
      name: 'acme',
      command: 'addSource',
      changes: null,
      refusal: { code: 'source-exists', message: expect.stringContaining('"added by hand"') },
    },
  ]);
  expect((await sources().list()).map(({ name }) => name)).toEqual(['added by hand', 'beta']);

  const seen = await sources().findByName('added by hand');
  if (!seen) throw new Error('added by hand');
  await sources().rename(seen, 'acme', new Date(at.getTime() + 1));
  expect(await sources().seed([acme, beta], at)).toMatchObject([
    { name: 'acme', command: 'changeSource', changes: { fields: ['mapping'] }, refusal: null },
  ]);
});

test('entries take over urls that later entries leave', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) =>
    sourceConfig.parse({ name, url: `https://feeds.test/${name}` }),
  );
  if (!a || !b || !c) throw new Error('three entries');
  await sources().seed([a, b, c], at);
  const seeded = await sources().seed(
    [
      { ...a, url: b.url },
      { ...b, url: c.url },
      { ...c, url: 'https://feeds.test/d' },
    ],
    at,
  );
  expect(seeded.map(({ name, refusal }) => [name, refusal])).toEqual([
    ['c', null],
    ['b', null],
    ['a', null],
  ]);
  expect((await sources().list()).map(({ url }) => url.slice(-1))).toEqual(['b', 'c', 'd']);
});

test('a url in another spelling is that of the same feed', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) =>
    sourceConfig.parse({ name, url: `https://feeds.test/${name}` }),
  );
  if (!a || !b || !c) throw new Error('three entries');
  const again = { ...c, url: 'HTTPS://feeds.test:443/x/../a#top' };
  const refused = { name: 'c', refusal: { message: expect.stringContaining('"a"') } };
  expect((await sources().seed([a, b, again], at)).at(-1)).toMatchObject(refused);
  await sources().seed([a, b, c], at);
  expect(await sources().seed([a, b, again], at)).toMatchObject([refused]);
  // It is its own, or has been left.
  expect(await sources().seed([{ ...a, url: `${a.url}#top` }, b, c], at)).toMatchObject([{ refusal: null }]);
  const moved = [again, { ...a, url: 'https://feeds.test/d' }, b];
  expect(await sources().seed(moved, at)).toMatchObject([{ name: 'a' }, { name: 'c', refusal: null }]);
});

const key = { 'X-Key': 'key-of-the-file' };
const own = { 'X-Own': 'key-of-the-api' };
const basicAuth = { username: 'user', password: 'word' };

/** As the API changes a source. */
async function change(changes: Partial<typeof acme>): Promise<void> {
  const seen = await sources().findByName('acme');
  if (!seen) throw new Error('there is no acme');
  const changed = Object.entries({ ...seen, ...changes });
  const config = sourceConfig.parse(
    Object.fromEntries(changed.filter(([name]) => name in sourceConfig.shape)),
  );
  await sources().replaceConfig(seen, config, new Date(seen.updatedAt.getTime() + 1));
}

test('secrets that the feeds file set are removed with their entry, those of the API stay', async () => {
  await sources().seed([{ ...acme, headers: key, basicAuth }], at);
  await change({ headers: { ...key, ...own } });
  expect(await sources().seed([acme], at)).toMatchObject([
    { changes: { fields: ['headers', 'basicAuth'], url: null, droppedSecrets: [] } },
  ]);
  const source = await sources().findByName('acme');
  expect(source?.headers).toEqual(own);
  expect(source).not.toHaveProperty('basicAuth');
  expect(source).not.toHaveProperty('seedSecrets');
});

test('a secret that the API replaced is the API’s, until the feeds file sets it again', async () => {
  await sources().seed([{ ...acme, headers: key, basicAuth }], at);
  await change({ headers: { 'X-Key': 'replaced' }, basicAuth: { ...basicAuth, password: 'replaced' } });
  await sources().seed([acme], at);
  expect(await sources().findByName('acme')).toMatchObject({
    headers: { 'X-Key': 'replaced' },
    basicAuth: { password: 'replaced' },
  });
  await sources().seed([{ ...acme, headers: { 'x-key': 'again' } }], at);
  expect((await sources().findByName('acme'))?.headers).toEqual({ 'x-key': 'again' });
});

test('which secrets an earlier version took from the feeds file is found out before the file changes', async () => {
  await sources().seed([{ ...acme, headers: key, basicAuth }], at);
  await change({ headers: { ...key, ...own } });
  await stores.db.collection('sources').updateOne({ name: 'acme' }, { $unset: { seedSecrets: '' } });
  await sources().seed([{ ...acme, headers: key, basicAuth }], at);
  await sources().seed([acme], at);
  const source = await sources().findByName('acme');
  expect(source?.headers).toEqual(own);
  expect(source).not.toHaveProperty('basicAuth');
});

test('at the address of another server in the feeds file only what the file sets is sent, and nothing of before', async () => {
  await sources().seed([acme], at);
  await change({ headers: own, basicAuth });
  await storeResponse('"1"');
  const moved = { ...acme, url: 'https://other.test/acme', headers: key };
  const [seeded] = await sources().seed([moved], at);
  expect(seeded?.changes).toEqual({
    fields: ['url', 'headers', 'basicAuth'],
    url: { from: 'https://feeds.test/acme', to: 'https://other.test/acme' },
    droppedSecrets: ['X-Own', 'basicAuth'],
    takenSecrets: [],
  });
  const source = await sources().findByName('acme');
  expect(source).toMatchObject({ headers: key, http: { etag: null }, movedTo: null });
  expect(source).not.toHaveProperty('basicAuth');
  expect(JSON.stringify(seeded)).not.toContain('key-of');
});

test('at another path of the same server they stay', async () => {
  await sources().seed([acme], at);
  await change({ headers: own, basicAuth });
  await sources().seed([{ ...acme, url: 'https://feeds.test/new' }], at);
  expect(await sources().findByName('acme')).toMatchObject({ headers: own, basicAuth });
});

test('a source that was renamed keeps its entry of the feeds file, until the file itself has the new name', async () => {
  await sources().seed([acme], at);
  const seen = await sources().findByName('acme');
  if (!seen) throw new Error('there is no acme');
  const renamed = await sources().rename(seen, 'renamed', at);
  await sources().endRename(renamed ?? seen, 'acme');
  expect(await sources().seed([acme], at)).toEqual([]);
  expect(await sources().seed([{ ...acme, intervalMinutes: 9 }], at)).toMatchObject([
    { name: 'renamed', command: 'changeSource' },
  ]);
  const other = sourceConfig.parse({ name: 'acme', url: 'https://feeds.test/other' });
  expect(await sources().seed([{ ...acme, name: 'renamed' }, other], at)).toMatchObject([
    { name: 'renamed' },
    { name: 'acme', command: 'addSource' },
  ]);
  expect((await sources().list()).map(({ name, url }) => [name, url])).toEqual([
    ['acme', 'https://feeds.test/other'],
    ['renamed', acme.url],
  ]);
  expect(await sources().findByName('renamed')).not.toHaveProperty('seedName');
});

const closing = { missing: false, expired: false, afterDays: 9 };

test('a new source of the feeds file closes missing and expired jobs, if the file does not say otherwise', async () => {
  const entries = [acme, { ...acme, name: 'b', url: 'https://feeds.test/b', removeVanished: false }];
  await sources().seed(entries, at);
  expect(await sources().findByName('acme')).toMatchObject({
    closing: { missing: true, expired: true, afterDays: null },
    removeVanished: true,
  });
  expect(await sources().findByName('b')).toMatchObject({
    closing: { missing: false, expired: false, afterDays: null },
    removeVanished: false,
  });
});

test('an entry that does not say when jobs are closed leaves it as the source has it', async () => {
  await sources().seed([acme], at);
  await change({ closing, removeVanished: false });
  await sources().seed([{ ...acme, dialect: 'rss' }], at);
  expect(await sources().findByName('acme')).toMatchObject({ dialect: 'rss', closing });
  // The older spelling says nothing about the rest.
  await sources().seed([{ ...acme, removeVanished: true }], at);
  expect(await sources().findByName('acme')).toMatchObject({ closing: { ...closing, missing: true } });
  await sources().seed([{ ...acme, closing: { afterDays: 30 } }], at);
  expect(await sources().findByName('acme')).toMatchObject({
    closing: { missing: true, expired: true, afterDays: 30 },
  });
});

test('a source of an earlier version keeps what it has when its entry changes', async () => {
  await sources().seed([acme], at);
  await stores.db.collection('sources').updateOne({}, { $unset: { closing: '', removeVanished: '' } });
  expect(await sources().seed([{ ...acme, dialect: 'rss' }], at)).toMatchObject([
    { changes: { fields: ['dialect'] } },
  ]);
  const source = await sources().findByName('acme');
  expect(source).not.toHaveProperty('closing');
  expect(source).not.toHaveProperty('removeVanished');
});

test('the whole feed is requested again when jobs are closed for other reasons', async () => {
  await sources().seed([acme], at);
  await storeResponse('"1"');
  await change({ intervalMinutes: 5 });
  expect(await sources().findByName('acme')).toMatchObject({ http: { etag: '"1"' } });
  await change({ closing, removeVanished: false });
  expect(await sources().findByName('acme')).toMatchObject({ http: { etag: null } });
});

test('an entry without value maps leaves those of the source, another one replaces them', async () => {
  await sources().seed([acme], at);
  const seen = await sources().findByName('acme');
  if (!seen) throw new Error('the source is not stored');
  const values = { employmentType: { 'Temp. to perm': 'TEMPORARY' as const } };
  await sources().replaceConfig(seen, { ...seen, values }, at);
  await sources().seed([{ ...acme, dialect: 'rss' }], at);
  expect(await sources().findByName('acme')).toMatchObject({ dialect: 'rss', values });
  const others = { country: { 'Great Brittain': 'GB' } };
  await sources().seed([{ ...acme, values: others }], at);
  expect((await sources().findByName('acme'))?.values).toEqual(others);
});

const byFile = (config: SourceConfig) => sources().seed([config], at);

test.each([
  ['the feeds file', byFile],
  ['the API', change],
] as const)(
  'a source that is changed by %s forgets what was learned of the feed as it was read before',
  async (_, apply) => {
    await sources().seed([acme], at);
    const stored = await sources().findByName('acme');
    if (!stored) throw new Error('it was not added');
    const listing = { window: 50, unreadable: 3 };
    const textForms = { ...NO_TEXT_FORMS, titles: ['company: role'], idPath: 'id' };
    await sources().recordListing({ sourceName: 'acme', sourceUrl: acme.url }, listing);
    await sources().recordRules(stored, { textForms });
    await storeResponse('"1"');
    await apply({ ...acme, schedule: '0 * * * *' });
    expect(await sources().findByName('acme')).toMatchObject({ listing, textForms, http: { etag: '"1"' } });
    await apply({ ...acme, mapping: { a: 1 } });
    const forgotten = { listing: null, http: { etag: null } };
    expect(await sources().findByName('acme')).toMatchObject({
      ...forgotten,
      textForms: { ...NO_TEXT_FORMS, idPath: 'id' },
    });
    await sources().recordListing({ sourceName: 'acme', sourceUrl: acme.url }, listing);
    await apply({ ...acme, url: 'https://feeds.test/moved' });
    expect(await sources().findByName('acme')).toMatchObject({ ...forgotten, textForms: null });
  },
);

test.each([
  ['the feeds file', byFile],
  ['the API', change],
] as const)(
  'a source that was disabled for its failures, and is enabled by %s, has no failures in a row',
  async (_, apply) => {
    await sources().seed([acme], at);
    const disabledReason = { code: 'feed-gone', message: 'the feed is gone', at };
    const disabled = { enabled: false, disabledReason, failuresInARow: 30, crashesInARow: 1 };
    await stores.db.collection('sources').updateOne({ name: 'acme' }, { $set: disabled });
    await apply({ ...acme, url: 'https://feeds.test/moved' });
    expect(await sources().findByName('acme')).toMatchObject({
      enabled: true,
      disabledReason: null,
      failuresInARow: 0,
      crashesInARow: 0,
    });
  },
);
