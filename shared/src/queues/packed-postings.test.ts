import { zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PostingPacker, packPostings, unpackPostings } from './packed-postings.ts';
import { upsertBatchPayload } from './payloads.ts';

const postings = [
  {
    title: 'Pflegekraft (m/w/d) – 東京 🙂',
    description: 'a\nb\u2028c\u0000',
    publishedAt: '2026-01-02T00:00:00.000Z',
  },
  { title: '', categories: [], salary: null },
  'not a posting',
];

test('unpacks jobs as they were packed', () => {
  const { records, jobs } = packPostings(postings);
  expect(records).toBe(3);
  expect(unpackPostings(jobs)).toEqual(postings);
  expect(unpackPostings(packPostings([]).jobs)).toEqual([]);
});

test('a packer is empty after each batch, and grows with its input', () => {
  const packer = new PostingPacker();
  const large = { description: 'é'.repeat(3_000_000) };
  for (const posting of [postings[0], large]) packer.add(posting);
  expect(packer.bytes).toBeGreaterThan(6_000_000);
  expect(unpackPostings(packer.take().jobs)).toEqual([postings[0], large]);
  expect([packer.records, packer.bytes]).toEqual([0, 0]);
  packer.add(postings[1]);
  expect(unpackPostings(packer.take().jobs)).toEqual([postings[1]]);
});

const payload = {
  runId: 'run',
  attempt: 1,
  fetchAttempt: 1,
  batchIndex: 0,
  sourceName: 'acme',
  sourceUrl: 'https://acme.example/feed',
};

test('a batch is read from packed postings and from those that an earlier version enqueued', () => {
  expect(upsertBatchPayload.parse({ ...payload, jobs: packPostings(postings).jobs }).jobs).toEqual(postings);
  expect(upsertBatchPayload.parse({ ...payload, jobs: postings }).jobs).toEqual(postings);
});

test.each([
  ['no base64 of anything', 'hello'],
  ['no end', zstdCompressSync('{"title":"a"}').toString('base64')],
  ['no JSON', zstdCompressSync('{"title":\n').toString('base64')],
])('what is no batch is refused: %s', (_what, jobs) => {
  const parsed = upsertBatchPayload.safeParse({ ...payload, jobs });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.message).toContain('its postings cannot be unpacked');
});
