import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../record/record.ts';
import { cutSegments } from './segments.ts';

const frame = (text: string): Frame => ({
  bytes: Buffer.from(text),
  offset: 0,
  size: Buffer.byteLength(text),
  lead: Buffer.alloc(0),
  endsItself: true,
  deletes: false,
  around: null,
  inherited: null,
});
const record = (n: number) =>
  `<item><guid>${n}</guid><title>Job ${n * 7919} ${'x'.repeat(n % 50)}</title></item>`;
const records = (count: number) => Array.from({ length: count }, (_, n) => record(n));

/** A framer's bytes are only good until its next push: here they are wiped after each. */
async function* pushes(texts: string[], sizes: number[]): AsyncGenerator<Frame[]> {
  let at = 0;
  for (let i = 0; at < texts.length; i++) {
    const frames = texts.slice(at, at + (sizes[i % sizes.length] as number)).map(frame);
    at += frames.length;
    yield frames;
    for (const { bytes } of frames) bytes?.fill(0);
  }
}

async function cut(texts: string[], sizes = [10]) {
  const segments: { digest: string | null; texts: string[]; firstPosition: number }[] = [];
  for await (const { digest, frames, firstPosition } of cutSegments(pushes(texts, sizes))) {
    segments.push({ digest, firstPosition, texts: frames.map(({ bytes }) => String(bytes)) });
  }
  return segments;
}

test('every record is in one segment, in order, for any chunks of records', async () => {
  const texts = records(2_000);
  const whole = await cut(texts);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
      async (sizes) => {
        expect(await cut(texts, sizes)).toEqual(whole);
      },
    ),
    { numRuns: 20 },
  );
  expect(whole.flatMap((segment) => segment.texts)).toEqual(texts);
  let position = 0;
  for (const segment of whole) {
    expect(segment.firstPosition).toBe(position);
    position += segment.texts.length;
  }
  expect(whole.length).toBeGreaterThan(10);
});

test('a record that is added or removed changes the segment around it and no other', async () => {
  const texts = records(4_000);
  const before = new Set((await cut(texts)).map(({ digest }) => digest));
  for (const changed of [
    [...texts.slice(0, 1_000), record(9_999), ...texts.slice(1_000)],
    [...texts.slice(0, 1_000), ...texts.slice(1_001)],
    [record(9_998), ...texts],
  ]) {
    const after = await cut(changed);
    expect(after.filter(({ digest }) => !before.has(digest)).length).toBeLessThanOrEqual(2);
  }
});

test('a segment has at most 256 records, also where no record ends one', async () => {
  const segments = await cut(Array.from({ length: 1_000 }, () => '<item>the same</item>'));
  expect(Math.max(...segments.map(({ texts }) => texts.length))).toBeLessThanOrEqual(256);
});

test('a record that is too large to be held leaves only its own segment without a digest', async () => {
  async function* batches(): AsyncGenerator<Frame[]> {
    yield [
      ...records(300).map(frame),
      {
        bytes: null,
        offset: 0,
        size: 9,
        lead: null,
        endsItself: true,
        deletes: false,
        around: null,
        inherited: null,
      },
      ...records(300).map(frame),
    ];
  }
  const digests: (string | null)[] = [];
  for await (const { digest } of cutSegments(batches())) digests.push(digest);
  expect(digests.filter((digest) => digest === null)).toHaveLength(1);
});

test('if the feed is cut off, the records before are delivered first', async () => {
  async function* broken(): AsyncGenerator<Frame[]> {
    yield records(5).map(frame);
    throw new Error('the connection was lost');
  }
  let seen = 0;
  await expect(async () => {
    for await (const { frames } of cutSegments(broken())) seen += frames.length;
  }).rejects.toThrow('the connection was lost');
  expect(seen).toBe(5);
});
