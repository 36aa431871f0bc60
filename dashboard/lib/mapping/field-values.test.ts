import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { describe, expect, test } from 'vitest';
import type { MappingEvidence } from '../api/types.ts';
import type { TypedMapping } from './field-source.ts';
import { fieldState, fieldStates } from './field-values.ts';

const evidence: MappingEvidence = {
  records: [
    {
      position: 0,
      fields: { '@nr': '1', was: { lang: 'Cook, Acme' }, ab: '28.11.2026', art: 'TZ', tag: ['a', 'b'] },
      cut: false,
      values: { externalId: '1', categories: 'a, b' },
    },
    {
      position: 1,
      fields: { '@nr': '2', was: { lang: 'Waiter, Bar' }, ab: 'soon' },
      cut: false,
      values: { externalId: '2' },
    },
  ],
  sampled: 40,
  detected: { externalId: '@nr', categories: 'tag' },
  candidates: {},
  fields: {
    externalId: { records: 40, unread: 0, sample: null },
    publishedAt: { records: 40, unread: 7, sample: 'now' },
    remote: { records: 0, unread: 0, sample: null },
  },
  readings: [
    {
      text: '28.11.2026',
      date: '2026-11-28T00:00:00.000Z',
      lastDay: '2026-11-28T00:00:00.000Z',
      salary: null,
    },
  ],
};

/** A field by a mapping of fields, after a preview without a mapping, or with `previewed`. */
function state(field: FieldName, fields: Record<string, unknown>, previewed: TypedMapping | null = null) {
  const { values, problem } = fieldState(field, { fields }, { evidence, mapping: previewed });
  return { texts: values.map(({ text }) => text), problem };
}

describe('the values of a field', () => {
  test.each<[FieldName, Record<string, unknown>, (string | null)[]]>([
    ['externalId', {}, ['1', '2']],
    ['title', {}, [null, null]],
    ['title', { title: 'was/lang' }, ['Cook, Acme', 'Waiter, Bar']],
    ['title', { title: ['none', 'WAS/lang'] }, ['Cook, Acme', 'Waiter, Bar']],
    ['title', { title: { path: 'was/lang', pattern: '^(.+), ' } }, ['Cook', 'Waiter']],
    ['company', { title: { path: 'was/lang', pattern: '^(.+), (?<company>.+)$' } }, ['Acme', 'Bar']],
    [
      'jobType',
      { jobType: { path: 'art', values: { tz: 'part-time' }, default: 'full-time' } },
      ['part-time', 'full-time'],
    ],
    ['company', { company: { constant: 'Acme' } }, ['Acme', 'Acme']],
    ['jobUrl', { jobUrl: { template: 'https://x.test/{externalId}/{art}' } }, ['https://x.test/1/TZ', null]],
    ['categories', { categories: ['tag', 'art'] }, ['a, b, TZ', null]],
    ['publishedAt', { publishedAt: 'ab' }, ['2026-11-28T00:00:00.000Z', 'soon']],
  ])('%s by %j', (field, fields, texts) => expect(state(field, fields).texts).toEqual(texts));

  test('are those of the preview where the field has not changed since', () => {
    expect(state('categories', { title: 'was/lang' }).texts).toEqual(['a, b', null]);
  });
});

describe('what is wrong with a field', () => {
  test.each<[FieldName, Record<string, unknown>, string | null]>([
    ['externalId', {}, null],
    ['title', { title: 'was/lang' }, null],
    ['title', { title: 'was/short' }, 'The path matches none of the first 2 records.'],
    [
      'title',
      { title: 'was lang' },
      '"was lang" in the path "was lang" is not an element name or @attribute.',
    ],
    [
      'title',
      { title: { path: 'was/lang', pattern: '(' } },
      'The pattern cannot be read: missing closing ): `(`.',
    ],
    ['publishedAt', { publishedAt: 'ab' }, '1 of 2 texts is not a date: “soon”.'],
    ['salary', { salary: 'ab' }, '1 of 2 texts is not an amount: “28.11.2026”.'],
    ['company', { company: { constant: '' } }, 'Enter the text of every job.'],
    ['company', { company: { typo: '' } }, 'Not valid: correct it in the JSON.'],
  ])('%s by %j: %s', (field, fields, problem) => expect(state(field, fields).problem).toBe(problem));

  test('is counted over all records of the preview where the field has not changed since', () => {
    const fields = { publishedAt: 'ab' };
    expect(state('publishedAt', fields, { fields }).problem).toBe('7 of 40 texts are not dates: “now”.');
    expect(state('remote', { remote: 'none' }, { fields: { remote: 'none' } }).problem).toBe(
      'The path matches none of the first 40 records.',
    );
  });
});

test('a title, and an id or a link, are required', () => {
  const records = evidence.records.map((record) => ({ ...record, values: {} }));
  const unknown = { ...evidence, records, detected: {} };
  const problems = (fields: Record<string, unknown>) => {
    const { title, externalId, jobUrl } = fieldStates({ fields }, { evidence: unknown, mapping: null });
    return [title.problem, externalId.problem, jobUrl.problem];
  };
  const noTitle = 'No title was found: click the element that is the title.';
  expect(problems({})).toEqual([noTitle, 'Neither an id nor a link was found: click one of them.', null]);
  expect(problems({ title: 'was/lang', jobUrl: { constant: 'https://x.test' } })).toEqual([null, null, null]);
});
