import { CODE, isSpace, NEEDS_MORE, NOT_A_TAG, TagEndFinder } from '../markup.ts';

/** A longer tag is taken for text. */
const MAX_TAG_BYTES = 64 * 1024;
const finder = new TagEndFinder();

/**
 * Whether the element name at `index` is `name` (in lower case; compared case-insensitively): 1 yes, 0 no,
 * NEEDS_MORE if the bytes end before that is known.
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
  return isSpace(after) || after === CODE.gt || after === CODE.slash ? 1 : 0;
}

/** Index behind the '>' that ends the start tag at `lt`, NOT_A_TAG or NEEDS_MORE: see `TagEndFinder`. */
export function tagEnd(bytes: Buffer, lt: number): number {
  const limit = Math.min(bytes.length, lt + MAX_TAG_BYTES);
  finder.begin();
  for (let i = lt + 1; i < limit; i++) {
    if (finder.step(bytes[i] as number, i)) return finder.end === NOT_A_TAG ? NOT_A_TAG : finder.end + 1;
  }
  return limit < bytes.length || limit === lt + MAX_TAG_BYTES ? NOT_A_TAG : NEEDS_MORE;
}

/** Index behind the '>' that ends the end tag at `lt`; a '<' before it means that this is no tag (NOT_A_TAG). */
export function endTagEnd(bytes: Buffer, lt: number): number {
  const limit = Math.min(bytes.length, lt + MAX_TAG_BYTES);
  for (let i = lt + 1; i < limit; i++) {
    const byte = bytes[i];
    if (byte === CODE.gt) return i + 1;
    if (byte === CODE.lt) return NOT_A_TAG;
  }
  return limit === lt + MAX_TAG_BYTES ? NOT_A_TAG : NEEDS_MORE;
}
