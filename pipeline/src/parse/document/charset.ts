import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { createMixedDecoder } from '../record/mixed-text.ts';

/** Encodings whose '<' is not the byte 0x3C: the stream is converted to UTF-8 before it is framed. */
export type WideCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const FALLBACK = 'windows-1252';
const decodeMixed = createMixedDecoder(FALLBACK);

/** The charset parameter of a Content-Type header; null without one. */
export function charsetOfContentType(contentType: string | null): string | null {
  return contentType?.match(/;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i)?.[1]?.toLowerCase() ?? null;
}

/** The encoding named in the XML declaration that `head` has near its start; null without one. */
export function charsetOfDeclaration(head: string): string | null {
  const declaration = head.match(/<\?xml\s[^>]{0,200}/)?.[0];
  return declaration?.match(/\sencoding\s*=\s*["']\s*([\w.:-]{1,40})/)?.[1]?.toLowerCase() ?? null;
}

/** The encoding shown by the first bytes: by a byte order mark, or by the zeros of a wide encoding. */
export function sniffWide(first: Uint8Array): { wide: WideCharset | null; bomLength: number } {
  const [a, b, c, d] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { wide: null, bomLength: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { wide: 'utf-32le', bomLength: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { wide: 'utf-32be', bomLength: 4 };
  if (a === 0xff && b === 0xfe) return { wide: 'utf-16le', bomLength: 2 };
  if (a === 0xfe && b === 0xff) return { wide: 'utf-16be', bomLength: 2 };
  // Without a mark, the first character of a feed is '<' or white space: one byte of it is zero.
  if (isMarkup(a) && b === 0) return { wide: c === 0 ? 'utf-32le' : 'utf-16le', bomLength: 0 };
  if (a === 0 && isMarkup(b)) return { wide: 'utf-16be', bomLength: 0 };
  if (a === 0 && b === 0 && c === 0 && isMarkup(d)) return { wide: 'utf-32be', bomLength: 0 };
  return { wide: null, bomLength: 0 };
}

function isMarkup(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Converts a wide encoding to UTF-8 piece by piece; a character may be split between two pieces. */
export function createWideTranscoder(wide: WideCharset): { write(chunk: Uint8Array): Buffer; end(): Buffer } {
  const decoder = iconv.getDecoder(wide, { stripBOM: false });
  let half = '';
  return {
    write(chunk) {
      const text = half + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
      const last = text.charCodeAt(text.length - 1);
      half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : '';
      return Buffer.from(half === '' ? text : text.slice(0, -1));
    },
    end: () => Buffer.from(half + (decoder.end() ?? '')),
  };
}

export interface TextDecoding {
  /** The characters of one record. */
  decode(bytes: Buffer): string;
  /** The encodings found so far, for people to read. */
  charset(): string;
  /** The encoding of bytes that are no UTF-8. */
  legacyCharset: string;
}

/**
 * Decodes record by record. Bytes that are valid UTF-8 are UTF-8 whatever is declared: text in another encoding is
 * practically never valid UTF-8 by accident. Otherwise the first usable label of `declared` (most trusted first)
 * decides; without one it is windows-1252, in which valid UTF-8 sequences are still read as such.
 */
export function createTextDecoding(declared: Array<string | null>, wide: WideCharset | null): TextDecoding {
  const legacy = firstLegacy(declared) ?? { name: FALLBACK, decode: decodeMixed };
  const found = new Set<string>();
  return {
    decode(bytes) {
      if (isUtf8(bytes)) {
        if (isAscii(bytes)) return bytes.toString('latin1');
        found.add('utf-8');
        return bytes.toString('utf8');
      }
      found.add(legacy.name);
      return legacy.decode(bytes);
    },
    charset: () => wide ?? ([...found].join(', ') || 'utf-8'),
    legacyCharset: legacy.name,
  };
}

interface LegacyEncoding {
  name: string;
  decode(bytes: Buffer): string;
}

function firstLegacy(declared: Array<string | null>): LegacyEncoding | null {
  for (const label of declared) {
    const encoding = label === null ? null : legacyEncoding(label);
    if (encoding) return encoding;
  }
  return null;
}

/**
 * The encoding that browsers read for a label (iso-8859-1 is windows-1252), or one that only iconv knows; null for
 * none.
 */
function legacyEncoding(label: string): LegacyEncoding | null {
  if (/^utf-?(8|16|32)|^ucs/.test(label)) return null;
  const decoder = textDecoder(label) ?? textDecoder(label.replaceAll('_', '-'));
  if (decoder?.encoding === FALLBACK) return { name: FALLBACK, decode: decodeMixed };
  if (decoder) return { name: decoder.encoding, decode: (bytes) => decoder.decode(bytes) };
  if (!iconv.encodingExists(label)) return null;
  return { name: label, decode: (bytes) => iconv.decode(bytes, label, { stripBOM: false }) };
}

/** Null for a label that is unknown, or another name of UTF-8 or UTF-16. */
function textDecoder(label: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(label, { ignoreBOM: true });
    return decoder.encoding.startsWith('utf-') ? null : decoder;
  } catch {
    return null;
  }
}
