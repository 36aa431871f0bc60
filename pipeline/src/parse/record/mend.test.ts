import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { mend } from './mend.ts';
import { HopelessRecord } from './outline.ts';

describe('any text of a record', () => {
  const junk = fc.array(
    fc.oneof(
      fc.constantFrom(
        '<title>',
        '</title>',
        '<b>',
        '</b>',
        '<br>',
        '<br/>',
        '<p class="x">',
        '</p>',
        '<description>',
        '</description>',
        "<a href='x>y'>",
        '</a>',
        '<![CDATA[x <b> & ]]>',
        '<!-- c -->',
        '<',
        '>',
        '&amp;',
        '<?php x ?>',
        '<? ',
        'text',
        ' ',
        '\n',
        '</posting-with-a-long-na',
        '<x y="',
        '<!DOCTYPE x>',
        '</>',
        '< b>',
        '<1>',
      ),
      fc.string({ maxLength: 6 }).map((text) => text.replace(/[<>&]/g, '')),
    ),
    { maxLength: 40 },
  );

  // A bare '&' is left to the decoder of entities, which takes it for what it is.
  test('becomes well-formed, or is refused', () => {
    fc.assert(
      fc.property(junk, (parts) => {
        let xml: string;
        try {
          xml = mend(`<posting-with-a-long-name>${parts.join('')}</posting-with-a-long-name>`);
        } catch (error) {
          expect(error).toBeInstanceOf(HopelessRecord);
          return;
        }
        const verdict = XMLValidator.validate(xml, { allowBooleanAttributes: true });
        // Attributes may be nonsense: the parser gets over those.
        const wellFormed = verdict === true || verdict.err.code === 'InvalidAttr';
        expect({ xml, verdict, wellFormed }).toEqual({ xml, verdict, wellFormed: true });
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a well-formed record', () => {
  const text = fc.string({ maxLength: 200 }).map((value) => value.replace(/[<>&]/g, '.'));
  const leaf = fc.oneof(
    text,
    text.map((value) => `<![CDATA[<b>${value.replaceAll(']]>', '')}</b>]]>`),
  );
  const field = fc
    .tuple(fc.constantFrom('title', 'link', 'ns:company', 'a-b', 'x.y'), leaf)
    .map(([name, value]) => `<${name} a="1">${value}</${name}>`);
  const group = fc
    .array(field, { maxLength: 4 })
    .map((fields) => `<group>\n  ${fields.join('\n  ')}\n</group>`);

  test('is unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(field, group), { maxLength: 8 }), (fields) => {
        const record = `<item id="7">\n${fields.join('\n')}</item>`;
        expect(mend(record)).toBe(record);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  ['elements in elements', `<item>${'<a>'.repeat(1001)}</item>`],
  ['tags', `<item>${'<a/>'.repeat(10_001)}</item>`],
  ['an attribute', `<item><a b="${'x'.repeat(40_000)}"/></item>`],
])('too many of %s are refused', (_name, record) => {
  expect(() => mend(record)).toThrow(HopelessRecord);
});
