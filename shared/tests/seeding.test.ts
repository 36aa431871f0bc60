import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sourceConfig } from '../src/source.ts';
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
const answered = (etag: string) =>
  sources().recordAnswer(
    { sourceName: acme.name, sourceUrl: acme.url },
    { http: { etag, lastModified: null }, movedTo: null },
  );

test('an entry of the feeds file is applied once, and what was changed elsewhere since survives a restart', async () => {
  expect(await sources().seed([acme], at)).toEqual({ added: 1, changed: 0 });
  await sources().upsert([{ ...acme, intervalMinutes: 7 }], at);
  expect(await sources().seed([acme], at)).toEqual({ added: 0, changed: 0 });
  expect(await sources().findByName('acme')).toMatchObject({ intervalMinutes: 7 });
});

test('an entry that was changed in the feeds file is applied again, and its feed is read anew', async () => {
  await sources().seed([acme], at);
  await answered('"1"');
  await sources().upsert([{ ...acme, intervalMinutes: 7 }], at);
  await answered('"2"');
  const changed = { ...acme, dialect: 'rss' };
  expect(await sources().seed([changed], at)).toEqual({ added: 0, changed: 1 });
  const source = await sources().findByName('acme');
  expect(source).toMatchObject({ dialect: 'rss', http: { etag: null, lastModified: null } });
  expect(source).not.toHaveProperty('intervalMinutes');
  expect(source).not.toHaveProperty('seedHash');
});

test('the order of an entry’s fields is no change', async () => {
  await sources().seed([acme], at);
  await sources().upsert([{ ...acme, enabled: false }], at);
  const reordered = { ...acme, mapping: { b: 2, a: 1 } };
  expect(await sources().seed([reordered], at)).toEqual({ added: 0, changed: 0 });
  expect(await sources().findByName('acme')).toMatchObject({ enabled: false });
});

test('a source that was there before the feeds file named it takes on what the file says', async () => {
  await sources().upsert([{ ...acme, enabled: false }], at);
  expect(await sources().seed([acme], at)).toEqual({ added: 0, changed: 1 });
  expect(await sources().findByName('acme')).toMatchObject({ enabled: true });
});

test('schedulers that start at once seed the same sources without harm', async () => {
  const many = Array.from({ length: 20 }, (_, n) =>
    sourceConfig.parse({ name: `s${n}`, url: `https://feeds.test/${n}` }),
  );
  await Promise.all(Array.from({ length: 5 }, () => sources().seed(many, at)));
  expect(await sources().list()).toHaveLength(20);
});
