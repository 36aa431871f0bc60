import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { createMixedDecoder } from './mixed-text.ts';

const decode = createMixedDecoder('windows-1252');

/** One character after the other, as plainly as can be. */
function expected(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const size = [1, 2, 3, 4].find((length) => {
      const piece = bytes.subarray(at, at + length);
      return piece.length === length && isUtf8(piece);
    });
    const piece = bytes.subarray(at, at + (size ?? 1));
    text += size === undefined ? iconv.decode(piece, 'windows-1252') : piece.toString('utf8');
    at += piece.length;
  }
  return text;
}

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text)),
  // The borders of what UTF-8 allows.
  fc.constantFrom(
    [0xc1, 0xbf],
    [0xc2, 0x80],
    [0xe0, 0x9f, 0xbf],
    [0xe0, 0xa0, 0x80],
    [0xed, 0x9f, 0xbf],
    [0xed, 0xa0, 0x80],
    [0xef, 0xbb, 0xbf],
    [0xf0, 0x8f, 0xbf, 0xbf],
    [0xf0, 0x90, 0x80, 0x80],
    [0xf4, 0x8f, 0xbf, 0xbf],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98],
  ),
);

test('decodes valid UTF-8 as such, and every other byte in the fallback', () => {
  const bytes = fc
    .array(piece, { maxLength: 8 })
    .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part))));
  fc.assert(
    fc.property(bytes, (text) => {
      expect(decode(text)).toBe(expected(text));
    }),
    { numRuns: 5000 },
  );
});

test('decodes every single byte as the fallback does', () => {
  for (let byte = 0; byte < 0x100; byte++) expect(decode(Buffer.of(byte))).toBe(expected(Buffer.of(byte)));
});
