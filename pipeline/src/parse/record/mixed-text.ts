import iconv from 'iconv-lite';

/** Of the surrogates that a character beyond 16 bits is written with. */
const HIGH_SURROGATE = 0xd800;
const LOW_SURROGATE = 0xdc00;

/**
 * A decoder of texts in which two encodings are mixed: valid UTF-8 sequences are decoded as such, every other high byte
 * in `fallback`.
 *
 * @param fallback an encoding of one byte per character, each of which is one of the first 65,536
 */
export function createMixedDecoder(fallback: string): (bytes: Uint8Array) => string {
  const table = Uint16Array.from({ length: 0x80 }, (_, index) =>
    iconv.decode(Buffer.from([0x80 + index]), fallback).charCodeAt(0),
  );

  return (bytes) => {
    // No byte makes more than one unit of UTF-16.
    const units = new Uint16Array(bytes.length);
    let length = 0;
    for (let at = 0; at < bytes.length; ) {
      const lead = bytes[at] as number;
      const size = lead < 0x80 ? 1 : sequenceLength(bytes, at, lead);
      if (size === 0) units[length++] = table[lead - 0x80] as number;
      else if (size < 4) units[length++] = codeOf(bytes, at, size);
      else {
        const beyond = codeOf(bytes, at, size) - 0x10000;
        units[length++] = HIGH_SURROGATE | (beyond >> 10);
        units[length++] = LOW_SURROGATE | (beyond & 0x3ff);
      }
      at += size || 1;
    }
    return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
  };
}

/**
 * Length of the valid UTF-8 sequence of several bytes that begins with `lead`; 0 if there is none (Unicode, table 3-7).
 */
function sequenceLength(bytes: Uint8Array, at: number, lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1];
  if (second === undefined || second < leastSecond(lead) || second > mostSecond(lead)) return 0;
  if (lead < 0xe0) return 2;
  if (!isContinuation(bytes[at + 2])) return 0;
  if (lead < 0xf0) return 3;
  return isContinuation(bytes[at + 3]) ? 4 : 0;
}

function leastSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

function mostSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The code point of a valid sequence. */
function codeOf(bytes: Uint8Array, at: number, size: number): number {
  const lead = bytes[at] as number;
  let code = size === 1 ? lead : lead & (0x7f >> size);
  for (let i = 1; i < size; i++) code = (code << 6) | ((bytes[at + i] as number) & 0x3f);
  return code;
}
