import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceConfig } from '../src/model/source.ts';
import { NO_TEXT_FORMS } from '../src/model/text-forms.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeEach(async () => {
  stores = await openStores();
});
afterEach(() => stores.close());

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const config = sourceConfig.parse({ name: 'a', url: 'https://feeds.test/a', intervalMinutes: 60 });
const http = { etag: '"$now"', lastModified: null };

async function keep(readAt: Date) {
  const { sources } = stores.database;
  const read = { sourceName: 'a', sourceUrl: config.url, readAt };
  await sources.recordResponse(read, { http, movedTo: 'https://feeds.test/$moved' });
  return sources.findByName('a');
}

test('the validators of a response are kept for the next request', async () => {
  await stores.database.sources.add(config, at(0));
  expect(await keep(at(1))).toMatchObject({ http, movedTo: 'https://feeds.test/$moved' });
});

test.each([
  ['filter', { filter: { include: [], exclude: [{ field: 'company' as const, contains: ['Acme'] }] } }],
  ['value maps', { values: { employmentType: { Foo: 'FULL_TIME' as const } } }],
  ['mapping', { mapping: { title: 'name' } }],
  ['closing', { closing: { missing: false } }],
])('they are not where the %s was changed while the feed was read', async (_what, change) => {
  const { sources } = stores.database;
  const seen = await sources.add(config, at(0));
  await sources.replaceConfig(seen, sourceConfig.parse({ ...config, ...change }), at(5));
  expect((await keep(at(4)))?.http).toEqual({ etag: null, lastModified: null });
  expect((await keep(at(6)))?.http).toEqual(http);
});

test('nor where the feeds file changed it', async () => {
  const { sources } = stores.database;
  await sources.upsert([config], at(0));
  await sources.upsert([{ ...config, mapping: { title: 'name' } }], at(5));
  expect((await keep(at(4)))?.http).toEqual({ etag: null, lastModified: null });
  expect((await keep(at(6)))?.http).toEqual(http);
});

test('another schedule changes nothing of it', async () => {
  const { sources } = stores.database;
  const seen = await sources.add(config, at(0));
  const { closing, removeVanished } = seen;
  await sources.replaceConfig(seen, { ...config, closing, removeVanished, intervalMinutes: 5 }, at(5));
  expect((await keep(at(4)))?.http).toEqual(http);
});

test.each([
  ['headers', { headers: { 'x-key': 'k' } }, 'reference'],
  ['mapping', { mapping: { title: 'name' } }, 'reference'],
  ['record element', { mapping: { record: 'vacancy' } }, null],
  ['dialect', { dialect: 'rss' }, null],
  ['url', { url: 'https://feeds.test/b' }, null],
])('the path of the ids and other %s', async (_what, change, idPath) => {
  const { sources } = stores.database;
  await sources.add(config, at(0));
  await sources.recordRules(config, {
    textForms: { ...NO_TEXT_FORMS, titles: ['company: role'], idPath: 'reference' },
  });
  const seen = await sources.findByName('a');
  if (seen) await sources.replaceConfig(seen, sourceConfig.parse({ ...config, ...change }), at(5));
  const { textForms } = (await sources.findByName('a')) ?? {};
  expect(textForms).toEqual(idPath === null ? null : { ...NO_TEXT_FORMS, idPath });
});
