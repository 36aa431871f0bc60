import type { RecordNode, RecordValue } from '@feedflow/shared/model/record-node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFragmentParser } from './fragment.ts';
import { readOutline } from './outline.ts';
import { createRecordReader } from './record-reader.ts';

const char = fc.constantFrom(
  ...'abÄ€ \t\n\r\'"=/;#x0',
  '&amp;',
  '&#228;',
  '&nbsp;',
  '&uuml;',
  '&unknown;',
  '&',
  '\ud83d\ude00',
);
const words = fc.array(char, { maxLength: 12 }).map((chars) => chars.join(''));
const piece = fc.oneof(
  { weight: 4, arbitrary: words },
  words.map((value) => `<![CDATA[${value}<p>&amp;</p>]]>`),
  words.map((value) => `<!--${value.replaceAll('-', '')}<b>-->`),
  fc.constant('<?php echo 1 ?>'),
);
const content = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
const attribute = fc
  .tuple(fc.constantFrom('url', 'isPermaLink', 'xml:lang'), words, fc.constantFrom('"', "'"))
  .map(([key, value, quote]) => ` ${key}=${quote}${value.replaceAll(quote, '')}${quote}`);
const name = fc.constantFrom(
  'title',
  'Link',
  'dc:date',
  'atom:id',
  'constructor',
  '__proto__',
  'description',
  'summary',
  'part',
  'a-b.c',
);
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.uniqueArray(attribute, { maxLength: 2, selector: (text) => text.split('=')[0] }),
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        content,
        fc.constant(null),
        fc.array(tie('element'), { maxLength: 4 }).map((children) => children.join('\n  ')),
      ),
    )
    .map(([tag, attributes, inner]) =>
      inner === null ? `<${tag}${attributes.join('')}/>` : `<${tag}${attributes.join('')}>${inner}</${tag}>`,
    ),
}));
const record = fc
  .tuple(fc.array(element, { maxLength: 6 }), fc.array(attribute, { maxLength: 1 }))
  .map(([fields, attributes]) => `<item${attributes.join('')}>\n${fields.join('\n')}</item>`);

test.each([null, 'atom'])('a sound record is read as an XML parser reads it (prefix %s)', (prefix) => {
  const read = createRecordReader(prefix);
  const parse = createFragmentParser(prefix);
  let sound = 0;
  fc.assert(
    fc.property(record, (text) => {
      if (!readOutline(text).sound) return;
      sound += 1;
      expect(cleaned(read(text))).toEqual(cleaned(parse(text)));
    }),
    { numRuns: 3000 },
  );
  expect(sound).toBeGreaterThan(1000);
});

test('words on both sides of a comment or a CDATA section are not joined', () => {
  expect(createRecordReader(null)('<item><a>one <![CDATA[two ]]>three<!-- x --> four</a></item>')).toEqual({
    a: 'one two three four',
  });
});

test.each<[string, RecordValue]>([
  [
    '<summary><![CDATA[<p>Fry &amp; bake</p>]]></summary><skills>Knives</skills><more/>',
    { summary: '<p>Fry &amp; bake</p>', skills: 'Knives', more: '' },
  ],
  ['<text>Fry &amp; bake</text>', { text: 'Fry & bake' }],
  ['<tasks><p>Fry</p></tasks><profile>Bake</profile>', { tasks: '<p>Fry</p>', profile: 'Bake' }],
  ['<text>Fry</text><full-time>1</full-time>', { text: 'Fry', 'full-time': '1' }],
  ['<text>Fry</text><hours value="40"/>', { text: 'Fry', hours: { '@value': '40' } }],
  ['<tools><tool>Pan</tool><tool>Pot</tool></tools>', { tools: { tool: ['Pan', 'Pot'] } }],
  ['<offer><title>Cook</title><city>Ulm</city></offer>', { offer: { title: 'Cook', city: 'Ulm' } }],
  ['<job><title>Cook</title><link>/7</link></job>', { job: { title: 'Cook', link: '/7' } }],
  ['<section>Fry</section><p>Bake</p>', '<section>Fry</section><p>Bake</p>'],
  ['<text>Fry</text><p>Bake</p>', '<text>Fry</text><p>Bake</p>'],
  ['<text>Fry</text><br>', '<text>Fry</text><br>'],
  ['<h>Tasks</h><t>Fry &amp; bake</t><h>Profile</h><t>Knives</t>', 'Tasks\nFry & bake\nProfile\nKnives'],
  [
    '<h>Tasks</h><ol2><i>Fry</i></ol2><h>Profile</h><t><p>Oven</p></t>',
    'Tasks\n<i>Fry</i>\nProfile\n<p>Oven</p>',
  ],
  ['<h>Tasks</h><list><item>Fry</item><item>Bake</item></list><h>Profile</h>', 'Tasks\nFry\nBake\nProfile'],
  ['<part><h>A</h><t>B</t><h>C</h></part><end>D</end>', { part: 'A\nB\nC', end: 'D' }],
  [
    '<x-card><p>Fry</p><x-pan>Pan</x-pan><p>Bake</p></x-card>',
    { 'x-card': '<p>Fry</p><x-pan>Pan</x-pan><p>Bake</p>' },
  ],
  ['<job><a>1</a><b>2</b><a>3</a></job>', { job: { a: ['1', '3'], b: '2' } }],
  ['<text>Fry', '<text>Fry'],
  ['<o:p>Fry</o:p>', '<o:p>Fry</o:p>'],
  ['We <em>fry</em>', 'We <em>fry</em>'],
])('elements of the feed in a description are fields, those of HTML its text: %s', (written, description) => {
  const read = createRecordReader(null);
  expect(read(`<job><description>${written}</description></job>`)).toEqual({ description });
  expect(read(`<job><description>${written}</description><a>b<br>c</a></job>`)).toMatchObject({
    description,
  });
});

test.each([
  ['&lt;![CDATA[ Cook &amp; waiter ]]&gt;', ' Cook & waiter '],
  ['\n&lt;![CDATA[&lt;p&gt;Hot&lt;/p&gt;]]&gt; ', '<p>Hot</p>'],
  ['&lt;![CDATA[]]&gt;', ''],
  ['Use &lt;![CDATA[x]]&gt;', 'Use <![CDATA[x]]>'],
  ['&lt;![CDATA[x', '<![CDATA[x'],
])('a CDATA section that was written as text is one: %j', (written, text) => {
  const read = createRecordReader(null);
  expect(read(`<job><a>${written}</a></job>`)).toEqual({ a: text });
  expect(read(`<job><a>${written}</a><p>Fine<br>too</job>`)).toMatchObject({ a: text });
});

/** White space at the ends of texts means nothing, and neither does an empty text. */
function cleaned(value: RecordValue): unknown {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(cleaned);
  const fields = Object.entries(value as RecordNode).map(([key, inner]) => [key, cleaned(inner)] as const);
  return Object.fromEntries(fields.filter(([key, inner]) => key !== '#text' || inner !== ''));
}
