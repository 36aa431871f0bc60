import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportManifest, ImportManifests } from '../src/mongo/import-manifests.ts';
import { openStores } from './stores.ts';

const AT = new Date('2026-01-01T10:00:00Z');

let stores: Awaited<ReturnType<typeof openStores>>;
let manifests: ImportManifests;
beforeAll(async () => {
  stores = await openStores();
  manifests = stores.database.importManifests;
});
afterAll(() => stores.close());

let sources = 0;
const newSource = () => {
  sources += 1;
  return `https://feeds.test/${sources}`;
};

/** Keeps a manifest as that of a run that has read its feed; with `openJobs`, of one that has written all of it. */
async function keep(id: string, { openJobs = null, ...fields }: Partial<ImportManifest> = {}): Promise<void> {
  await manifests.save({
    id,
    sourceUrl: newSource(),
    trusted: false,
    fingerprint: 'f',
    closing: 'rules',
    parts: [],
    postings: 10,
    openJobs: null,
    fullReadAt: AT,
    vanished: null,
    ...fields,
  });
  if (openJobs !== null) await manifests.trust(id, openJobs);
}

test('a run that begins to write distrusts the manifest of its source, and leaves its own and those of others', async () => {
  const sourceUrl = newSource();
  await keep('other', { openJobs: 10 });
  await keep('last', { sourceUrl, openJobs: 10 });
  await keep('never written', { sourceUrl });
  await keep('own', { sourceUrl });
  await manifests.distrust(sourceUrl, 'own');
  expect(await manifests.find('other')).toMatchObject({ trusted: true });
  expect(await manifests.find('never written')).toBeNull();
  expect(await manifests.find('own')).toMatchObject({ trusted: false });
  // What it says of jobs that are gone still holds.
  expect(await manifests.findLast(sourceUrl)).toMatchObject({ id: 'last', trusted: false, openJobs: 10 });
  expect(await manifests.trust('own', 9)).toBe(true);
  expect(await manifests.findLast(sourceUrl)).toMatchObject({ id: 'own', trusted: true, openJobs: 9 });
  expect(await manifests.find('last')).toBeNull();
  expect(await manifests.trust('last', 8)).toBe(false);
});

test('the last manifest is that of the last run, also where its process was lost before it removed the one before', async () => {
  const sourceUrl = newSource();
  await keep('before', { sourceUrl, openJobs: 10 });
  await manifests.distrust(sourceUrl, null);
  await keep('after', { sourceUrl });
  const stored = stores.db.collection<{ _id: string }>('import_manifests');
  await stored.updateOne({ _id: 'after' }, { $set: { trusted: true, openJobs: 9 } });
  expect(await manifests.findLast(sourceUrl)).toMatchObject({ id: 'after' });
});

test('a run that has not written all of its feed leaves no last manifest', async () => {
  const sourceUrl = newSource();
  await keep('unwritten', { sourceUrl, trusted: true });
  expect(await manifests.findLast(sourceUrl)).toBeNull();
  expect(await manifests.find('unwritten')).toMatchObject({ trusted: false });
});

test('jobs that were closed between imports are noted where the manifest is trusted and the rules are its own', async () => {
  const openJobs = async (id: string) => (await manifests.find(id))?.openJobs;
  const [sourceUrl, distrusted] = [newSource(), newSource()];
  await keep('of another source', { openJobs: 10 });
  await keep('noted', { sourceUrl, openJobs: 10 });
  await manifests.noteClosed(sourceUrl, 3, 'rules');
  await manifests.noteClosed(sourceUrl, 3, 'other rules');
  expect([await openJobs('noted'), await openJobs('of another source')]).toEqual([7, 10]);
  await keep('distrusted', { sourceUrl: distrusted, openJobs: 10 });
  await manifests.distrust(distrusted, null);
  await manifests.noteClosed(distrusted, 3, 'rules');
  expect(await openJobs('distrusted')).toBe(10);
});

test.each([
  ['the same way', 'f', { deleted: ['d2'], excluded: ['e2'] }],
  ['another way', 'g', { deleted: ['d2'], excluded: ['e1'] }],
])(
  'jobs that a run names as gone and does not close are handed on, read in %s',
  async (_way, fingerprint, gone) => {
    const sourceUrl = newSource();
    const [last, own, other] = [`last ${sourceUrl}`, `own ${sourceUrl}`, `other ${sourceUrl}`];
    const before = { deleted: ['d1'], excluded: ['e1'] };
    await keep(other, { openJobs: 10, ...before });
    await keep(last, { sourceUrl, openJobs: 10, ...before });
    await keep(own, { sourceUrl, fingerprint, deleted: ['d2'], excluded: ['e2'] });
    await manifests.handOnGone(own);
    await manifests.handOnGone(own);
    await manifests.handOnGone('unknown');
    expect(await manifests.find(last)).toMatchObject(gone);
    expect(await manifests.find(own)).toMatchObject({ deleted: ['d2'], excluded: ['e2'] });
    expect(await manifests.find(other)).toMatchObject(before);
  },
);

test('a manifest whose jobs were held back does not cover the open jobs', async () => {
  await keep('held', { coversOpen: true });
  await keep('closed', { coversOpen: true });
  await manifests.trust('held', 10, true);
  await manifests.trust('closed', 10);
  expect(await manifests.find('held')).toMatchObject({ coversOpen: false });
  expect(await manifests.find('closed')).toMatchObject({ coversOpen: true });
});

test('a manifest is dropped with its own parts, and others keep theirs', async () => {
  const sourceUrl = newSource();
  const part = { digests: Buffer.from('d'), segments: Buffer.from('s') };
  for (const manifestId of ['dropped', 'kept']) {
    await keep(manifestId, { sourceUrl, parts: [manifestId] });
    await manifests.putPart(manifestId, { sourceUrl, manifestId }, part);
  }
  await manifests.drop({ sourceUrl, manifestId: 'dropped' });
  expect(await manifests.find('dropped')).toBeNull();
  expect(await manifests.digests(['dropped'])).toBeNull();
  expect(await manifests.find('kept')).not.toBeNull();
  expect(await manifests.digests(['kept'])).toEqual([part.digests]);
});
