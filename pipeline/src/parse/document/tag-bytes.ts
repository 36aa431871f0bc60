/** The bytes that markup is made of. */
export const AT = {
  lt: 0x3c,
  gt: 0x3e,
  slash: 0x2f,
  bang: 0x21,
  question: 0x3f,
  quote: 0x22,
  apostrophe: 0x27,
  equals: 0x3d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
} as const;

export const NEEDS_MORE = -1;
export const NOT_A_TAG = -2;

/** A tag longer than this is taken for text. */
const MAX_TAG_BYTES = 64 * 1024;

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;
}

/**
 * Whether the element name at `index` is `name` (given in lower case; compared without regard to case):
 * 1 yes, 0 no, NEEDS_MORE while the bytes end before that is known.
 */
export function nameAt(bytes: Buffer, index: number, name: Buffer): 0 | 1 | typeof NEEDS_MORE {
  for (let i = 0; i < name.length; i++) {
    const byte = bytes[index + i];
    if (byte === undefined) return NEEDS_MORE;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== name[i]) return 0;
  }
  const after = bytes[index + name.length];
  if (after === undefined) return NEEDS_MORE;
  return isSpace(after) || after === AT.gt || after === AT.slash ? 1 : 0;
}

/**
 * Index behind the '>' that ends the start tag at `lt`. A '>' within quotes does not end it. A '<' within
 * it is not allowed in XML: either a quote was never closed, and the first '>' was the end after all, or
 * this is text that looks like a tag (NOT_A_TAG).
 */
export function tagEnd(bytes: Buffer, lt: number): number {
  const limit = Math.min(bytes.length, lt + MAX_TAG_BYTES);
  let quote = 0;
  let quotedGt = -1;
  let before = 0;
  for (let i = lt + 1; i < limit; i++) {
    const byte = bytes[i] as number;
    if (byte === AT.lt) return quotedGt === -1 ? NOT_A_TAG : quotedGt + 1;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
      else if (byte === AT.gt && quotedGt === -1) quotedGt = i;
    } else if (byte === AT.gt) return i + 1;
    else if ((byte === AT.quote || byte === AT.apostrophe) && before === AT.equals) {
      quote = byte;
      quotedGt = -1;
    }
    if (!isSpace(byte)) before = byte;
  }
  return limit < bytes.length || limit === lt + MAX_TAG_BYTES ? NOT_A_TAG : NEEDS_MORE;
}

/** Index behind the '>' that ends the end tag at `lt`; a '<' before it means that this is no tag (NOT_A_TAG). */
export function endTagEnd(bytes: Buffer, lt: number): number {
  const limit = Math.min(bytes.length, lt + MAX_TAG_BYTES);
  for (let i = lt + 1; i < limit; i++) {
    const byte = bytes[i];
    if (byte === AT.gt) return i + 1;
    if (byte === AT.lt) return NOT_A_TAG;
  }
  return limit === lt + MAX_TAG_BYTES ? NOT_A_TAG : NEEDS_MORE;
}
