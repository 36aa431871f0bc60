import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Framer, type FramerOptions } from './framer.ts';

const RSS: FramerOptions = {
  recordName: 'item',
  parentName: 'channel',
  rootName: 'rss',
  maxRecordBytes: 10_000,
};

/** The records of a document given in pieces of these sizes (the last size is repeated). */
function frame(document: string | Buffer, options = RSS, sizes = [Number.MAX_SAFE_INTEGER]) {
  const framer = new Framer(options);
  const bytes = Buffer.from(document);
  const records: string[] = [];
  const take = (frames: ReturnType<Framer['push']>) => {
    records.push(...frames.map((record) => record.bytes?.toString() ?? 'too large'));
  };
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = Math.max(1, sizes[Math.min(i, sizes.length - 1)] ?? 1);
    take(framer.push(bytes.subarray(from, from + size)));
    from += size;
  }
  const end = framer.end();
  take(end.frames);
  return { records, open: end.open };
}

const inRss = (items: string) =>
  `<?xml version="1.0"?>\n<rss><channel><title>T</title>${items}</channel></rss>`;

describe('records are cut out whole', () => {
  test.each([
    ['plain', '<item><a>1</a></item>'],
    ['with attributes', '<item id="1" name=\'x\'><a>1</a></item>'],
    ['with > in quotes', '<item title="a > b"><a>1</a></item>'],
    ['with its own end tag in CDATA', '<item><a><![CDATA[</item><item>]]></a></item>'],
    ['with its own end tag in a comment', '<item><!-- </item> --><a>1</a></item>'],
    ['with an element of its own name in it', '<item><item>1</item><a>2</a></item>'],
    ['with an element of the name of the list in it', '<item><channel>x</channel><a>2</a></item>'],
    ['self-closing', '<item id="1"/>'],
    ['in upper case', '<ITEM><A>1</A></ITEM>'],
    ['with space in its end tag', '<item><a>1</a></item >'],
    ['with longer names that begin like its own', '<item><items>1</items><item-id>2</item-id></item>'],
    ['with a bare <', '<item><a>1 < 2 <3 <- </a></item>'],
    ['with an apostrophe after a tag-like word', "<item><a>1 <b isn't</a></item>"],
    ['with letters beyond ASCII', '<item><a>Zürich 東京 🎉</a></item>'],
    ['with <? that starts nothing', '<item><a>what <? is this</a></item>'],
    ['with a NUL', '<item><a>\u0000</a></item>'],
  ])('%s', (_name, item) => {
    const neighbour = '<item><a>neighbour</a></item>';
    expect(frame(inRss(neighbour + item + neighbour))).toEqual({
      records: [neighbour, item, neighbour],
      open: null,
    });
  });

  test('with anything around them', () => {
    const dtd = `<!DOCTYPE rss [ <!ENTITY a "<item>&b;]>"> <!-- don't ]> <item> --> <?pi <item> ?> ]>`;
    const document = `junk <item <!-- <item/> --> ${dtd}${inRss('<item>1</item>\ufeff<?pi <item/> ?><!-- <item/> --><item>2</item>')} <p>junk`;
    expect(frame(document)).toEqual({ records: ['<item>1</item>', '<item>2</item>'], open: null });
  });

  test('with a prefix, and if the list is the root', () => {
    const options = { ...RSS, recordName: 'atom:entry', parentName: 'atom:feed', rootName: 'atom:feed' };
    expect(frame('<atom:feed><entry/><atom:entry>1</atom:entry></atom:feed>', options)).toEqual({
      records: ['<atom:entry>1</atom:entry>'],
      open: null,
    });
  });

  test('if the record is the root', () => {
    const options = { ...RSS, recordName: 'position', parentName: null, rootName: null };
    expect(frame('<?xml?><position><a/></position>', options)).toEqual({
      records: ['<position><a/></position>'],
      open: null,
    });
  });

  test('only within the element around them, if others have the same name', () => {
    const options = { ...RSS, parentName: 'jobs', rootName: 'export', onlyInParent: true };
    const places = '<places><item>place</item><item/></places>';
    const jobs = '<jobs><item>1</item><item><jobs/>2</item></jobs>';
    expect(frame(`<export>${places}${jobs}${places}${jobs}</export>`, options, [7])).toEqual({
      records: ['<item>1</item>', '<item><jobs/>2</item>', '<item>1</item>', '<item><jobs/>2</item>'],
      open: null,
    });
  });

  test('from two documents in one', () => {
    expect(frame(inRss('<item>1</item>') + inRss('<item>2</item>'))).toMatchObject({
      records: ['<item>1</item>', '<item>2</item>'],
      open: null,
    });
  });
});

describe('a record without its end tag', () => {
  test('ends at the start of the next one, and affects no other', () => {
    expect(frame(inRss('<item>1</item><item>2<item>3</item><item>4</item>'))).toEqual({
      records: ['<item>1</item>', '<item>2', '<item>3</item>', '<item>4</item>'],
      open: null,
    });
  });

  test('ends at the end of the list', () => {
    expect(frame(inRss('<item>1</item><item>2'))).toEqual({
      records: ['<item>1</item>', '<item>2'],
      open: null,
    });
  });

  test('is also detected at the size limit, and reading continues behind it', () => {
    const many = Array.from({ length: 30 }, (_, i) => `<item>${i} ${'x'.repeat(500)}</item>`);
    const { records, open } = frame(inRss(`<item>open${many.join('')}`), RSS, [777]);
    expect(records).toEqual(['<item>open', ...many]);
    expect(open).toBe(null);
  });
});

describe('a record that is too large is skipped', () => {
  test('in pieces, without being held in memory', () => {
    const large = `<item>${'x'.repeat(50_000)}</item>`;
    const { records } = frame(inRss(`<item>1</item>${large}<item>3</item>`), RSS, [1000]);
    expect(records).toEqual(['<item>1</item>', 'too large', '<item>3</item>']);
  });
});

describe('a document that was cut off names the open element', () => {
  const whole = inRss('<item><a>1</a></item><item><a><![CDATA[ x ]]></a></item>');

  const opened = `<item> opened at byte ${whole.indexOf('<item><a><!')}`;

  test.each([
    ['between records', whole.indexOf('<item><a><!'), '<rss>'],
    ['within a record', whole.indexOf('<item><a><!') + 8, opened],
    ['within CDATA', whole.indexOf(' x ') + 1, `${opened}, within a CDATA section`],
    ['within the last end tag', whole.length - 2, '<rss>'],
  ])('%s', (_name, length, open) => {
    const result = frame(whole.slice(0, length));
    expect(result.open).toBe(open);
    expect(result.records[0]).toBe('<item><a>1</a></item>');
  });
});

describe('for any chunks of bytes', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '<item>',
      '</item>',
      '<item id="a>b">',
      '<item/>',
      '</channel>',
      '</rss>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<',
      '>',
      '<?',
      '?>',
      '"',
      "'",
      '<a x="',
      '</a>',
      '<!DOCTYPE',
      '[',
      ']',
      'é',
      '\ufeff',
      '<ITEM>',
      '<channel>',
      '<rss>',
      ' ',
      '=',
    ),
    fc.string({ maxLength: 8 }),
  );
  const document = fc.array(part, { maxLength: 60 }).map((parts) => `<rss><channel>${parts.join('')}`);

  test('the records are the same', () => {
    fc.assert(
      fc.property(
        document,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
        (text, sizes) => {
          expect(frame(text, RSS, sizes)).toEqual(frame(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('well-formed records are unchanged', () => {
    const content = fc
      .array(
        fc.oneof(
          fc.string({ maxLength: 20 }).map((text) => text.replace(/[<]/g, '')),
          fc.constantFrom('<b>x</b>', '<![CDATA[</item>]]>', '<!-- <item> -->', '<c d="/>"/>'),
        ),
        { maxLength: 8 },
      )
      .map((parts) => `<item>${parts.join('')}</item>`);
    fc.assert(
      fc.property(fc.array(content, { maxLength: 10 }), fc.integer({ min: 1, max: 50 }), (items, size) => {
        expect(frame(inRss(items.join('\n')), RSS, [size])).toEqual({ records: items, open: null });
      }),
      { numRuns: 500 },
    );
  });
});

test('a segment is expected only where it may follow soon, so that no more than it is held', () => {
  const framer = new Framer(RSS);
  framer.pauses = true;
  framer.append(Buffer.from(inRss('').replace('</channel></rss>', '')));
  for (let n = 0; !framer.isPaused; n++) {
    framer.append(Buffer.from(`<item><guid>${n}</guid></item>`));
    framer.read();
  }
  const next = '<item><guid>next</guid></item>';
  const digest = hash('sha1', next, 'buffer').toString('latin1');
  const expected = { digest, size: next.length, records: 1 };
  expect(framer.isNext(expected)).toBeNull();
  framer.append(Buffer.from(' '.repeat(1_000)));
  expect(framer.isNext(expected)).toBeNull();
  framer.append(Buffer.from(next.slice(0, 10)));
  expect(framer.isNext(expected)).toBeNull();
  framer.append(Buffer.from(next.slice(10)));
  expect(framer.isNext(expected)).toBe(true);
  expect(framer.skip(expected)).toMatchObject({ bytes: null, size: next.length, known: expected });
  expect(framer.isPaused).toBe(true);
  framer.append(Buffer.from(' '.repeat(1_100)));
  expect(framer.isNext(expected)).toBe(false);
});
