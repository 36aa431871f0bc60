import zlib from 'node:zlib';
import { errorCode } from '@feedflow/shared/errors';
import { describe, expect, test } from 'vitest';
import { FEED, failureOf, item, readAll, serveBody, testFetcher } from '../support/feed-server.ts';

describe('a compressed feed is read', () => {
  const gzip = zlib.gzipSync(FEED);
  test.each<[string, Uint8Array, string | undefined]>([
    ['gzip', gzip, 'gzip'],
    ['x-gzip, in capitals', gzip, 'X-GZIP'],
    ['br', zlib.brotliCompressSync(FEED), 'br'],
    ['deflate with a zlib header', zlib.deflateSync(FEED), 'deflate'],
    ['deflate without one', zlib.deflateRawSync(FEED), 'deflate'],
    ['two layers', zlib.gzipSync(zlib.brotliCompressSync(FEED)), 'br, gzip'],
    ['a .gz file', gzip, undefined],
    ['a .gz file that is compressed once more', zlib.gzipSync(gzip), 'gzip'],
    ['gzip with junk behind it', Buffer.concat([gzip, Buffer.from('\0\0\0\0')]), 'gzip'],
    [
      'two gzip members',
      Buffer.concat([zlib.gzipSync(FEED.slice(0, 50)), zlib.gzipSync(FEED.slice(50))]),
      'gzip',
    ],
    ['said to be gzip, but plain', Buffer.from(FEED), 'gzip'],
    ['identity', Buffer.from(FEED), 'identity'],
  ])('%s', async (_name, body, encoding) => {
    const url = await serveBody(body, encoding === undefined ? {} : { 'content-encoding': encoding });
    const { outcomes, summary, reading } = await readAll(url);
    expect(outcomes.map((outcome) => outcome.job?.title)).toEqual(['Job 1', 'Job 2', 'Job 3']);
    expect(summary.complete).toBe(true);
    expect(reading.http.bytes).toBe(FEED.length);
  });

  test('up to its end if it was cut off, and is not complete', async () => {
    const large = FEED.replace(
      '</channel>',
      `${Array.from({ length: 3000 }, (_, i) => item(i + 4)).join('')}</channel>`,
    );
    for (const [encoding, body] of [
      ['gzip', zlib.gzipSync(large)],
      ['br', zlib.brotliCompressSync(large)],
    ] as const) {
      const url = await serveBody(body.subarray(0, body.length - 200), { 'content-encoding': encoding });
      const { outcomes, summary } = await readAll(url);
      expect(outcomes.length).toBeGreaterThan(100);
      expect(outcomes.length).toBeLessThan(3003);
      expect(summary).toMatchObject({ complete: false, cut: { code: 'feed-truncated' } });
    }
  });

  test.each<[string, Uint8Array, string, string]>([
    [
      'six layers',
      [1, 2, 3, 4, 5, 6].reduce((inner: Uint8Array) => zlib.gzipSync(inner), Buffer.from(FEED)),
      'gzip, gzip, gzip, gzip, gzip, gzip',
      'feed-encoding-invalid',
    ],
    ['three layers, one declared', zlib.gzipSync(zlib.gzipSync(gzip)), 'gzip', 'feed-not-xml'],
    ['an encoding that is not known', Buffer.from(FEED), 'zstd', 'feed-encoding-invalid'],
    [
      'corrupt data',
      Buffer.concat([gzip.subarray(0, 20), Buffer.from('corrupt'), gzip.subarray(27)]),
      'gzip',
      'feed-encoding-invalid',
    ],
    ['said to be br, but plain', Buffer.from(FEED), 'br', 'feed-encoding-invalid'],
  ])('but not %s', async (_name, body, encoding, code) => {
    const url = await serveBody(body, { 'content-encoding': encoding });
    expect(errorCode(await failureOf(readAll(url)))).toBe(code);
  });

  test('but not beyond the limit, which counts decompressed bytes', async () => {
    // 200 MB of records in some 200 KB.
    const bomb = zlib.gzipSync(Buffer.from(`<rss><channel>${item(1).repeat(5_000_000)}`));
    const url = await serveBody(bomb, { 'content-encoding': 'gzip' });
    const error = await failureOf(readAll(url, {}, testFetcher({ maxBytes: 1_000_000 })));
    expect(error).toMatchObject({ code: 'feed-too-large', details: { maxBytes: 1_000_000 } });
  });
});
