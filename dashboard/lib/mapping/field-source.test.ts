import { describe, expect, test } from 'vitest';
import { NO_ELEMENTS, sourceOf, withPart, withSource } from './field-source.ts';

const mapping = {
  record: 'vacancy',
  fields: {
    title: 'position/name',
    location: ['town', 'city'],
    company: { constant: 'Acme' },
    jobUrl: { template: 'https://acme.example/{@id}' },
    jobType: {
      path: 'hours',
      pattern: '^(..)',
      group: '1',
      values: { FT: 'full-time' },
      default: 'part-time',
    },
    salary: { typo: 'pay' },
  },
};

describe('the source of a field', () => {
  test.each([
    ['title', { ...NO_ELEMENTS, paths: ['position/name'] }],
    ['location', { ...NO_ELEMENTS, paths: ['town', 'city'] }],
    ['company', { kind: 'constant', text: 'Acme' }],
    ['jobUrl', { kind: 'template', text: 'https://acme.example/{@id}' }],
    [
      'jobType',
      {
        kind: 'elements',
        paths: ['hours'],
        pattern: '^(..)',
        group: '1',
        values: { FT: 'full-time' },
        default: 'part-time',
      },
    ],
    ['salary', { kind: 'invalid' }],
    ['remote', { kind: 'detected' }],
  ] as const)('%s is shown as the form has it, and written back as it was', (field, source) => {
    expect(sourceOf(mapping, field)).toEqual(source);
    if (source.kind === 'invalid') return;
    expect(JSON.parse(withSource(JSON.stringify(mapping), field, source))).toEqual(mapping);
  });

  test('of a mapping that is none is not valid', () => {
    expect(sourceOf({ fields: 'title' }, 'title')).toEqual({ kind: 'invalid' });
    expect(sourceOf(null, 'title')).toEqual({ kind: 'detected' });
  });
});

test('a field that is detected again leaves the mapping, and so does an empty mapping', () => {
  const one = withSource('', 'title', { ...NO_ELEMENTS, paths: ['name'] });
  expect(JSON.parse(one)).toEqual({ fields: { title: 'name' } });
  expect(withSource(one, 'title', { kind: 'detected' })).toBe('');
});

test('a part of the mapping is set and removed, all else stays', () => {
  const text = JSON.stringify(mapping);
  expect(JSON.parse(withPart(text, 'dateOrder', 'day-first'))).toEqual({
    ...mapping,
    dateOrder: 'day-first',
  });
  expect(JSON.parse(withPart(text, 'record', undefined))).toEqual({ fields: mapping.fields });
});
