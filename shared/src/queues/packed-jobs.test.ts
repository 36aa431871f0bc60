import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { JobPacker, packJobs, unpackJobs } from './packed-jobs.ts';
import { upsertBatchPayload } from './payloads.ts';

const originals = [
  {
    title: 'Pflegekraft (m/w/d) – 東京 🙂',
    description: 'a\nb\u2028c\u0000',
    publishedAt: '2026-01-02T00:00:00.000Z',
  },
  { title: '', categories: [], salary: null },
  'not a job',
];

test('unpacks jobs as they were packed', () => {
  const { records, jobs } = packJobs(originals);
  expect(records).toBe(3);
  expect(unpackJobs(jobs)).toEqual(originals);
  expect(unpackJobs(packJobs([]).jobs)).toEqual([]);
});

test('a packer is empty after each batch, and grows with its input', () => {
  const packer = new JobPacker();
  const large = { description: 'é'.repeat(3_000_000) };
  for (const job of [originals[0], large]) packer.add(job);
  expect(packer.bytes).toBeGreaterThan(6_000_000);
  expect(unpackJobs(packer.take().jobs)).toEqual([originals[0], large]);
  expect([packer.records, packer.bytes]).toEqual([0, 0]);
  packer.add(originals[1]);
  expect(unpackJobs(packer.take().jobs)).toEqual([originals[1]]);
});

const payload = {
  runId: 'run',
  attempt: 1,
  fetchAttempt: 1,
  batchIndex: 0,
  sourceName: 'acme',
  sourceUrl: 'https://acme.example/feed',
};

test('a batch is read from packed jobs and from those that an earlier version enqueued', () => {
  expect(upsertBatchPayload.parse({ ...payload, jobs: packJobs(originals).jobs }).jobs).toEqual(originals);
  expect(upsertBatchPayload.parse({ ...payload, jobs: originals }).jobs).toEqual(originals);
});

test.each([
  ['no base64 of anything', 'hello'],
  ['no end', zstdCompressSync('{"title":"a"}').toString('base64')],
  ['no JSON', zstdCompressSync('{"title":\n').toString('base64')],
])('what is no batch is refused: %s', (_what, jobs) => {
  const parsed = upsertBatchPayload.safeParse({ ...payload, jobs });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.message).toContain('its jobs cannot be unpacked');
});
