import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { createImportManifests, type ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManifestReader } from '../../src/compare/manifest-reader.ts';
import { createManifestWriter } from '../../src/compare/manifest-writer.ts';
import { encodeSegment, fillOf, type PastJob, PastSegment } from '../../src/compare/past-segment.ts';
import { ClaimKind } from '../../src/identity/feed-keys.ts';
import type { RecordFailure } from '../../src/record/record.ts';
import { sha1 } from '../../src/sha1.ts';

let sandbox: Awaited<ReturnType<typeof createSandbox>>;
let mongo: MongoClient;
let manifests: ReturnType<typeof createImportManifests>;
beforeAll(async () => {
  sandbox = await createSandbox();
  mongo = await MongoClient.connect(sandbox.mongoUri);
  manifests = createImportManifests(mongo.db());
});
afterAll(async () => {
  await mongo.close();
  await sandbox.close();
});

const SOURCE = 'https://a.test/feed';
const job = (n: number, kind: ClaimKind = ClaimKind.first, flags = n % 32): PastJob => {
  const key = sha1(`key ${n}`);
  const plainKey = (kind >= ClaimKind.firstWithLink ? sha1(`plain ${n}`) : key).slice(0, 16);
  const [content, text] = [sha1(`content ${n}`).slice(0, 16), sha1(`text ${n}`).slice(0, 16)];
  return { key, kind, plainKey, mark: n, content, text, flags, filled: (n * 331) % 32_768 };
};
const failure: RecordFailure = {
  stage: 'normalize',
  reasonCode: 'title-missing',
  message: 'no "title" – ähm',
  externalId: null,
  jobUrl: null,
  field: 'title',
};
const digestOf = (n: number) => Buffer.from(sha1(`segment ${n}`), 'hex').toString('latin1');
const encoded = (n: number) =>
  encodeSegment({
    digest: digestOf(n),
    size: 100,
    jobs: [job(n)],
    fill: fillOf([job(n)]),
    skips: [],
    failures: [],
    deletions: [],
  });

test('a segment is decoded as it was encoded', () => {
  const jobs = [
    job(70, ClaimKind.first),
    job(72, ClaimKind.duplicateWithLink),
    job(73, ClaimKind.firstWithLink),
    job(74, ClaimKind.duplicate),
    job(75, ClaimKind.firstWithContent),
  ];
  const failures = [{ ...failure, offset: 1 }];
  const deletions = [{ jobs: [{ externalId: '9', jobUrl: null }], showsDelta: true }];
  const fill = fillOf(jobs);
  const skips = [
    { reason: 0, keys: [sha1('a')] },
    { reason: 20, keys: [sha1('b'), sha1('c')] },
  ];
  const raw = encodeSegment({ digest: digestOf(7), size: 100, jobs, fill, skips, failures, deletions });
  const past = new PastSegment().read(Buffer.concat([encoded(1), raw, encoded(2)]), encoded(1).length);
  expect(past).toMatchObject({ records: 8, count: 5, firsts: 3, skipped: 2, digest: digestOf(7) });
  expect(past.raw).toEqual(raw);
  expect(past.others()).toEqual({ skips, failures, deletions });
  const firsts = [jobs[0], jobs[2], jobs[4]];
  for (let field = 0; field < 15; field++) {
    const filled = firsts.filter((one) => ((one?.filled ?? 0) >> field) & 1).length;
    expect(past.fill(field)).toBe(filled);
  }
  const skipsOnly = encodeSegment({
    digest: digestOf(7),
    size: 100,
    jobs,
    fill,
    skips,
    failures: [],
    deletions: [],
  });
  const other = new PastSegment().read(skipsOnly, 0);
  expect(other).toMatchObject({ records: 7, size: 100 });
  expect(other.others()).toEqual({ skips, failures: [], deletions: [] });
  const half = (key: string, from: number) => Number.parseInt(key.slice(from, from + 8), 16);
  jobs.forEach((one, i) => {
    expect(past.job(i)).toEqual(one);
    expect([past.kind(i), past.flags(i)]).toEqual([one.kind, one.flags]);
    expect([past.mark(i), past.key(i)]).toEqual([one.mark, one.key]);
    expect([past.keyHigh(i), past.keyLow(i)]).toEqual([half(one.key, 0), half(one.key, 8)]);
    expect([past.plainHigh(i), past.plainLow(i)]).toEqual([half(one.plainKey, 0), half(one.plainKey, 8)]);
  });
});

async function write(id: string, numbers: number[], reader: ManifestReader | null): Promise<ImportManifest> {
  const writer = createManifestWriter(manifests, { manifestId: id, sourceUrl: SOURCE }, reader);
  for (const n of numbers) {
    const found = await reader?.find(digestOf(n));
    await writer.add(digestOf(n), found ? found.past.raw : encoded(n), found?.at ?? null);
  }
  const manifest: ImportManifest = {
    id,
    sourceUrl: SOURCE,
    trusted: false,
    fingerprint: 'f',
    postings: numbers.length,
    openJobs: null,
    parts: await writer.finish(),
    fullReadAt: new Date(),
    vanished: null,
  };
  await manifests.save(manifest);
  return manifest;
}

test('unchanged parts are shared, and removed with the last manifest that has them', async () => {
  const numbers = Array.from({ length: 3_000 }, (_, n) => n);
  const stored = async () => (await mongo.db().collection('import_manifest_parts').distinct('_id')).sort();
  const first = await write('first', numbers, null);
  await manifests.trust('first', 3_000);
  expect(first.parts.length).toBeGreaterThan(2);
  expect(await stored()).toEqual([...first.parts].sort());

  const same = await write('same', numbers, await ManifestReader.open(manifests, first));
  expect(same.parts).toEqual(first.parts);
  const inserted = [...numbers.slice(0, 1_500), 9_999, ...numbers.slice(1_500)];
  const second = await write('second', inserted, await ManifestReader.open(manifests, first));
  expect(second.parts.filter((part) => !first.parts.includes(part))).toHaveLength(1);

  await manifests.trust('second', 3_001);
  expect(await manifests.findLast(SOURCE)).toMatchObject({ id: 'second', trusted: true, openJobs: 3_001 });
  expect(await stored()).toEqual([...second.parts].sort());
  const reader = await ManifestReader.open(manifests, second);
  for (const n of [0, 1_499, 9_999, 1_500, 2_999]) {
    const found = await reader?.find(digestOf(n));
    expect(found?.past.key(0)).toBe(sha1(`key ${n}`));
  }
  expect(await reader?.find(digestOf(5_000))).toBe(null);
  await manifests.remove(SOURCE);
  expect(await stored()).toEqual([]);
});

test('parts that a run stored before it writes its first job are kept', async () => {
  const owner = { manifestId: 'early', sourceUrl: SOURCE };
  const writer = createManifestWriter(manifests, owner, null);
  for (let n = 0; n < 2_500; n++) await writer.add(digestOf(n), encoded(n), null);
  await manifests.putKeys('early-vanished-0', owner, Buffer.alloc(40, 7));
  await manifests.putPart(
    'left-over',
    { ...owner, manifestId: 'another' },
    { digests: Buffer.alloc(20), segments: encoded(1) },
  );
  await manifests.distrust(SOURCE, 'early');
  const parts = await writer.finish();
  const vanished = { count: 2, openBefore: 2, parts: ['early-vanished-0'] };
  const manifest: ImportManifest = {
    id: 'early',
    sourceUrl: SOURCE,
    trusted: false,
    fingerprint: 'f',
    postings: 2_500,
    openJobs: null,
    parts,
    fullReadAt: new Date(),
    vanished,
  };
  await manifests.save(manifest);
  await manifests.trust('early', 2_500);
  expect(parts.length).toBeGreaterThan(2);
  expect(await ManifestReader.open(manifests, manifest)).not.toBe(null);
  expect(await manifests.keys('early-vanished-0')).toHaveLength(2);
  await expect(manifests.segments('left-over')).rejects.toThrow('left-over');
  await manifests.remove(SOURCE);
});

test('jobs around a change are nearby, and segments that are not found are missing', async () => {
  const numbers = Array.from({ length: 2_000 }, (_, n) => n);
  const manifest = await write('near', numbers, null);
  const reader = (await ManifestReader.open(manifests, manifest)) as ManifestReader;
  for (const n of numbers) {
    if (n === 700 || n === 701) {
      await reader.lookAhead();
      expect(reader.nearby.withKey(sha1(`key ${n}`))).toEqual(job(n));
      expect(reader.nearby.withText(job(n).text)).toEqual(job(n));
      expect(reader.nearby.withKey(sha1('key 1700'))).toBe(undefined);
      continue;
    }
    reader.markFound((await reader.find(digestOf(n)))?.at ?? { part: -1, index: -1 });
  }
  const missing: string[] = [];
  for await (const past of reader.missing()) missing.push(past.key(0));
  expect(missing).toEqual([sha1('key 700'), sha1('key 701')]);
});

test('a manifest without one of its parts cannot be opened', async () => {
  const manifest = await write('incomplete', [1, 2, 3], null);
  expect(await ManifestReader.open(manifests, { ...manifest, parts: [...manifest.parts, 'gone'] })).toBe(
    null,
  );
});
