import { expect, test } from 'vitest';
import { readRecords } from './read-records.ts';

test('finds the records, and id, link and title of each', () => {
  const xml = `<rss><channel><title>Jobs</title><item><title>Cook &amp; Baker</title><guid isPermaLink="false">7</guid>
    <link>https://inn.example/7</link></item><item><title>Porter</title><link>https://inn.example/8</link></item></channel></rss>`;
  expect(readRecords(xml)).toMatchObject([
    { title: 'Cook & Baker', id: '7', link: 'https://inn.example/7' },
    { title: 'Porter', id: null, link: 'https://inn.example/8' },
  ]);
});

test('takes the elements that the options name', () => {
  const xml = '<list><row><nr>1</nr><what>Cook</what></row><row><nr>2</nr><what>Baker</what></row></list>';
  expect(readRecords(xml)).toBeNull();
  expect(readRecords(xml, { record: 'row', id: 'nr', title: 'what' })).toMatchObject([
    { id: '1', title: 'Cook' },
    { id: '2', title: 'Baker' },
  ]);
});

test('a text that is no XML has no records', () => {
  expect(readRecords('{"jobs":[]}')).toBeNull();
  expect(readRecords('<jobs><job>')).toBeNull();
});
