import { BLOCKS, repeated } from '../tests/reading/linear/blocks.ts';
import type { Random } from './random.ts';

/** The maximum size of a changed feed: room for a record of the maximum size and others around it. */
const MAX_BYTES = 1_500_000;
const MAX_INSERTED = 400_000;
const MAX_CHANGES = 4;
const MAX_NESTING = 200;
const MAX_COPIES = 50;

type Change = (text: string, random: Random) => string;

const CHANGES: readonly Change[] = [
  // Many repetitions of one or two blocks, anywhere.
  (text, random) => insert(text, random.below(text.length + 1), filler(random)),
  (text, random) => insert(text, random.below(text.length + 1), filler(random)),
  // The same between two tags, and in a tag.
  (text, random) => insert(text, indexOf(text, '>', random) + 1, filler(random)),
  (text, random) => insert(text, indexOf(text, '<', random) + 2, filler(random)),
  (text, random) => insert(text, indexOf(text, '<', random) + 1, filler(random)),
  // A CDATA section, a comment or an element around it, ended or not.
  (text, random) => {
    const start = random.pick(['<![CDATA[', '<!--', '<?x ', '<x>', '<description>', '<x a="', '<title>']);
    const end = random.pick([']]>', '-->', '?>', '</x>', '</description>', '"/>', '</title>', '']);
    return insert(text, indexOf(text, '>', random) + 1, start + filler(random) + end);
  },
  (text, random) => {
    const depth = random.size(MAX_NESTING);
    const name = random.pick(['x', 'item', 'description', 'b', 'channel']);
    const at = indexOf(text, '>', random) + 1;
    return insert(
      text,
      at,
      `<${name}>`.repeat(depth) + filler(random) + `</${name}>`.repeat(random.pick([0, depth])),
    );
  },
  (text, random) => {
    const [from, to] = piece(text, random);
    return insert(text, to, text.slice(from, to).repeat(random.size(MAX_COPIES)));
  },
  (text, random) => {
    const [from, to] = piece(text, random);
    return text.slice(0, from) + text.slice(to);
  },
  (text, random) => {
    const [from, to] = piece(text, random);
    return insert(text.slice(0, from) + text.slice(to), random.below(from + 1), text.slice(from, to));
  },
  (text, random) => text.slice(0, random.below(text.length)),
];

/** A feed with a few random changes, as bytes: sometimes in another encoding, or in none. */
export function mutate(feed: string, random: Random): Buffer {
  let text = feed;
  for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes--)
    text = random.pick(CHANGES)(text, random);
  const kept = text.slice(0, MAX_BYTES);
  return Buffer.from(kept, random.pick(['utf8', 'utf8', 'utf8', 'utf8', 'latin1', 'utf16le'])).subarray(
    0,
    MAX_BYTES,
  );
}

function filler(random: Random): string {
  const first = random.pick(BLOCKS);
  const block = random.pick([
    first,
    first + random.pick(BLOCKS),
    first.repeat(random.size(50)) + random.pick(BLOCKS),
  ]);
  return repeated(block, random.size(MAX_INSERTED));
}

function insert(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

/** The index of a mark, chosen at random. */
function indexOf(text: string, mark: string, random: Random): number {
  return Math.max(0, text.indexOf(mark, random.below(text.length + 1)));
}

function piece(text: string, random: Random): [from: number, to: number] {
  const from = random.below(text.length + 1);
  return [from, Math.min(text.length, from + random.size(Math.max(1, text.length)))];
}
