import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textsAt } from '@feedflow/shared/model/record-texts';
import { expect, test } from 'vitest';
import { readersOf, recordRows, rowAfterKey } from './record-rows.ts';

const record: RecordNode = {
  '@nr': '7',
  '#text': 'Come and cook',
  was: { lang: 'Cook' },
  ort: { '@code': 'U', '#text': ' Ulm ' },
  link: [
    { '@rel': 'self', '@href': 'https://s' },
    { '@rel': 'alternate', '@href': 'https://a' },
  ],
  param: [
    { name: 'title', value: 'Chef' },
    { name: 'place', value: 'Bonn' },
  ],
  tag: ['a', 'b'],
  'odd name': 'x',
};

test('every element and attribute has a row below its element, with its path', () => {
  const rows = recordRows(record).map(({ level, name, text, path }) => [level, name, text, path]);
  expect(rows).toEqual([
    [1, '@nr', '7', '@nr'],
    [1, 'text', 'Come and cook', '.'],
    [1, 'was', null, 'was'],
    [2, 'lang', 'Cook', 'was/lang'],
    [1, 'ort', 'Ulm', 'ort'],
    [2, '@code', 'U', 'ort/@code'],
    [1, 'link', null, 'link[@rel=self]'],
    [2, '@rel', 'self', 'link[@rel=self]/@rel'],
    [2, '@href', 'https://s', 'link[@rel=self]/@href'],
    [1, 'link', null, 'link[@rel=alternate]'],
    [2, '@rel', 'alternate', 'link[@rel=alternate]/@rel'],
    [2, '@href', 'https://a', 'link[@rel=alternate]/@href'],
    [1, 'param', null, 'param[name=title]'],
    [2, 'name', 'title', 'param[name=title]/name'],
    [2, 'value', 'Chef', 'param[name=title]/value'],
    [1, 'param', null, 'param[name=place]'],
    [2, 'name', 'place', 'param[name=place]/name'],
    [2, 'value', 'Bonn', 'param[name=place]/value'],
    [1, 'tag', 'a', 'tag'],
    [1, 'tag', 'b', 'tag'],
    [1, 'odd name', 'x', null],
  ]);
});

test('the path of a row finds its text', () => {
  for (const { path, text } of recordRows(record)) {
    if (path === null || text === null || path === 'tag') continue;
    expect(textsAt(record, compilePath(path))).toEqual([text]);
  }
});

test('rows know their place among the rows of their element', () => {
  const rows = recordRows(record);
  expect(rows[3]).toMatchObject({ name: 'lang', position: 1, siblings: 1 });
  expect(rows.at(-1)).toMatchObject({ level: 1, position: 11, siblings: 11 });
});

test.each([
  ['ArrowDown', 3, 3],
  ['ArrowUp', 0, 0],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 0, 3],
  ['x', 0, null],
])('%s at row %d of 4 leads to %s', (key, index, next) => expect(rowAfterKey(key, index, 4)).toBe(next));

test('the elements around a record have rows too, and those of one name their own paths', () => {
  const rows = recordRows({
    title: 'Nurse',
    '..': { category: [{ '@name': 'Nursing' }, { '@name': 'Health' }], company: { name: 'Acme' } },
  });
  expect(rows.map(({ level, name, path }) => [level, name, path])).toEqual([
    [1, 'title', 'title'],
    [1, '..', '..'],
    [2, 'category', '../category[@name=Nursing]'],
    [3, '@name', '../category[@name=Nursing]/@name'],
    [2, 'category', '../category[@name=Health]'],
    [3, '@name', '../category[@name=Health]/@name'],
    [2, 'company', '../company'],
    [3, 'name', '../company/name'],
  ]);
});

test('a row has the fields that read it, also by the path of all elements of its name', () => {
  const rows = recordRows({
    title: [
      { '@lang': 'de', '#text': 'Koch' },
      { '@lang': 'en', '#text': 'Cook' },
    ],
    tag: [
      { '@key': 'a', '#text': 'kitchen' },
      { '@key': 'b', '#text': 'night' },
    ],
    ort: 'Ulm',
  });
  const users = new Map<string, FieldName[]>([
    ['title', ['title']],
    ['title[@lang=en]', ['jobType']],
    ['tag', ['categories', 'company']],
    ['ort', ['location', 'city']],
  ]);
  const read = readersOf(rows, users).map((fields, n) => [rows[n]?.text, ...fields]);
  expect(read.filter((row) => row.length > 1)).toEqual([
    ['Koch', 'title'],
    ['Cook', 'jobType'],
    ['kitchen', 'categories', 'company'],
    ['night', 'categories'],
    ['Ulm', 'location', 'city'],
  ]);
});
