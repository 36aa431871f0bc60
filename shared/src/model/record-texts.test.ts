import { describe, expect, test } from 'vitest';
import { compilePath } from './mapping-path.ts';
import type { RecordNode } from './record-node.ts';
import { textAt, textsAt, wholeTextAt } from './record-texts.ts';

const record: RecordNode = {
  '@id': '7',
  title: ' Job ',
  location: { city: 'Berlin', country: { '@code': 'DE', '#text': 'Germany' } },
  'job:company': 'Firm',
  office: ['A', 'B', ' '],
  link: [
    { '@rel': 'self', '@href': 'https://s' },
    { '@rel': 'alternate', '@href': 'https://a' },
    { '@href': 'https://plain' },
  ],
  empty: '',
  category: [
    { '@domain': 'Location', '#text': 'Ulm' },
    { '@domain': 'School/Network', '#text': 'S' },
    'plain',
  ],
  param: [
    { name: 'title', value: 'Cook' },
    { name: 'place', value: 'Bonn' },
  ],
  nested: { a: { '#text': '\n ', b: 'x', c: 'y' } },
};

describe('a path finds its text', () => {
  test.each([
    ['title', ['Job']],
    ['TITLE', ['Job']],
    ['@id', ['7']],
    ['location/city', ['Berlin']],
    ['location/country', ['Germany']],
    ['location/country/@code', ['DE']],
    ['office', ['A', 'B']],
    ['office+title', ['A', 'B', 'Job']],
    ['*:company', ['Firm']],
    ['link[@rel=alternate]/@href', ['https://a']],
    ['link[@rel!=self]/@href', ['https://a', 'https://plain']],
    ['link[@rel=Alternate]/@href', ['https://a']],
    ['link[@rel="alternate"]/@href', ['https://a']],
    ['link[@rel=]/@href', ['https://plain']],
    ['link[@rel!=self][@rel!=alternate]/@href', ['https://plain']],
    ['category[@domain=school/network]', ['S']],
    ['category[@domain!=location][@domain!=x+y]', ['S', 'plain']],
    ['param[name=place]/value', ['Bonn']],
    ['nested', ['x, y']],
    ['empty', []],
    ['missing/deeper', []],
    ['title/deeper', []],
    ['toString', []],
    ['constructor/name', []],
    ['__proto__', []],
  ])('%s', (path, texts) => {
    expect(textsAt(record, compilePath(path))).toEqual(texts);
    expect(textAt(record, compilePath(path))).toBe(texts[0] ?? null);
  });
});

test.each(['', 'a//b', 'a b', 'a[b]', 'a[@b]', 'a[@b=c', 'a[@b=c]d', 'a[@b=[c]]', '/a', 'a/', '{a}'])(
  '%j is no path',
  (path) => {
    expect(() => compilePath(path)).toThrow(`the path "${path}"`);
  },
);

test('the whole text of an element in parts has a line for each part with words', () => {
  const text = {
    summary: ' Fry ',
    tasks: { task: ['Bake', { '@n': '2', '#text': 'Serve' }] },
    hours: '40',
    night: 'yes',
  };
  const whole = (source: string): string | null =>
    wholeTextAt({ text, job: { text }, note: 'Now', flags: { a: '1' } }, compilePath(source));
  expect(whole('text')).toBe('Fry\nBake\nServe');
  expect(whole('job/text')).toBe('Fry\nBake\nServe');
  expect(whole('note+text/summary')).toBe('Now\nFry');
  expect(whole('note')).toBe('Now');
  expect(whole('flags')).toBeNull();
});
