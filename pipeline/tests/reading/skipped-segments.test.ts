import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBody } from '../../src/import/read-feed.ts';
import { cutSegments } from '../../src/parse/document/segments.ts';
import type { ExpectedSegment, Forecast } from '../../src/record/record.ts';
import { pieces } from '../support/body.ts';

/** What one reading of a feed found: its segments with their texts, and what it knew of the feed at the end. */
interface Read {
  segments: (ExpectedSegment & { texts: string[] })[];
  records: number;
  summary: unknown;
  /** How many segments were skipped. */
  skipped: number;
  /** Records that were delivered before the feed failed, and why; null if it did not. */
  error: string | null;
}

interface ReadOptions {
  /** An earlier reading to compare with. */
  last?: Read;
  chunkBytes?: number;
  accept?: () => boolean;
  maxRecords?: number;
}

async function read(
  body: string,
  { last, chunkBytes, accept = () => true, maxRecords }: ReadOptions = {},
): Promise<Read> {
  const source = { name: 'test', url: 'https://feeds.example/board.xml', dialect: undefined };
  const facts = { mapping: null, contentType: null, finalUrl: source.url, maxRecords };
  const reading = await readBody(pieces(Buffer.from(body), chunkBytes), source, facts);
  const numbers = new Map(last?.segments.map(({ digest }, number) => [digest, number]));
  let next = 0;
  const forecast: Forecast | null = last
    ? {
        next: async () => {
          const expected = last.segments[next];
          return expected && expected.size > 0 ? expected : null;
        },
        accept: async () => accept(),
      }
    : null;
  const result: Read = { segments: [], records: 0, summary: null, skipped: 0, error: null };
  try {
    for await (const segment of cutSegments(reading.frames(forecast))) {
      const { frames, size, isKnown, firstPosition } = segment;
      const digest = segment.digest ?? '';
      expect(firstPosition).toBe(result.records);
      const number = numbers.get(digest);
      next = (number ?? next) + 1;
      const texts = isKnown
        ? (last?.segments[number ?? -1]?.texts ?? [])
        : frames.map(({ bytes }) => String(bytes));
      if (isKnown) result.skipped += 1;
      result.segments.push({ digest, size, records: texts.length, texts });
      result.records += texts.length;
    }
    result.summary = reading.summary();
  } catch (error) {
    result.error = String(error);
  }
  return result;
}

const textsOf = ({ segments }: Read) => segments.flatMap(({ texts }) => texts);
/** All but how the records were read. */
const found = (result: Read) => ({
  texts: textsOf(result),
  records: result.records,
  summary: result.summary,
  error: result.error,
});

const record = (n: number, word = 'Work') =>
  `<item><guid>${n}</guid><title>Job ${n}</title><description>${`${word} ${n}. `.repeat(5)}</description></item>`;
const inRss = (items: string[], end = '</channel></rss>') =>
  `<rss version="2.0"><channel><title>Board</title>${items.join('')}${end}`;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const plain = numbers(2_000).map((n) => `${record(n)}\n  `);

/** What may stand between two records, and what an edit may put in the place of one. */
const between = fc.constantFrom(
  '',
  '\n',
  '\n\n\t ',
  ' '.repeat(3_000),
  '<!-- a comment -->',
  'stray text',
  '<image><url>https://board.example/</url></image>',
  '</channel><channel>',
  '<?pause?>',
  '<channel>',
);
/** Longer than a record may be. In its place edits have a short text: failures are printed. */
const HUGE = 'HUGE';
const huge = `<item>${'x'.repeat(1_100_000)}</item>`;
const edit = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 40 }),
  insert: fc.array(
    fc.oneof(
      between,
      fc.integer({ min: 5_000, max: 6_000 }).map((n) => record(n)),
      fc.constantFrom(
        '<item><guid>7</guid><item>nested</item></item>',
        '<item><guid>8</guid><title>no end tag</title>',
        '<item/>',
        HUGE,
      ),
    ),
    { maxLength: 4 },
  ),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** The first records stay: they show what the feed is. */
function apply(before: string[], edits: Edit[]): string[] {
  const items = [...before];
  for (const { place, remove, insert } of edits) {
    const at = 10 + Math.floor(place * (items.length - 10));
    items.splice(at, remove, ...insert.map((text) => (text === HUGE ? huge : text)));
  }
  return items;
}

test('an unchanged feed is skipped, but for its first records', async () => {
  const first = await read(inRss(plain));
  const again = await read(inRss(plain), { last: first });
  expect(found(again)).toEqual(found(first));
  expect(again.skipped).toBeGreaterThan(first.segments.length * 0.7);
});

test('a feed that changed is read as if nothing was expected, for any pieces of bytes', async () => {
  let skipped = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { maxLength: 4 }),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 300, max: 200_000 }),
      fc.constantFrom('</channel></rss>', '', '</channel></rss>\n<!-- end -->', '<item><guid>1'),
      async (before, changes, chunkBytes, end) => {
        const items = apply(plain, before);
        const last = await read(inRss(items));
        const body = inRss(apply(items, changes), end);
        const reference = await read(body);
        const result = await read(body, { last, chunkBytes });
        // Not of the texts: they are long.
        expect(textsOf(result).findIndex((text, i) => text !== textsOf(reference)[i])).toBe(-1);
        expect({ ...found(result), texts: [] }).toEqual({ ...found(reference), texts: [] });
        skipped += result.skipped;
      },
    ),
    { numRuns: 30 },
  );
  // Or else nothing was tested.
  expect(skipped).toBeGreaterThan(100);
}, 180_000);

test('a last record without its end tag is not skipped: only what follows shows where it ends', async () => {
  const items = [...plain, '<item><guid>8</guid><title>no end tag</title>'];
  const first = await read(inRss(items));
  expect(textsOf(first).at(-1)).toBe(items.at(-1));
  const cutOff = inRss(items, '');
  const longer = inRss([...items, '<description>More of it.</description></item>']);
  for (const body of [cutOff, longer]) {
    const reference = await read(body);
    const again = await read(body, { last: first });
    expect(again.skipped).toBeGreaterThan(5);
    expect(found(again)).toEqual(found(reference));
  }
});

test('segments that are not accepted are read', async () => {
  const first = await read(inRss(plain));
  let asked = 0;
  const again = await read(inRss(plain), { last: first, accept: () => ++asked % 2 === 0 });
  expect(found(again)).toEqual(found(first));
  expect(again.skipped).toBe(Math.floor(asked / 2));
  expect(asked).toBeGreaterThan(10);
});

test('the limit of records counts those that are skipped', async () => {
  const first = await read(inRss(plain));
  for (const maxRecords of [1_000, 1_999, 2_000]) {
    const reference = await read(inRss(plain), { maxRecords });
    const again = await read(inRss(plain), { last: first, maxRecords });
    expect(found(again)).toEqual(found(reference));
    expect(again.skipped).toBeGreaterThan(5);
  }
});
