import { describe, expect, test } from 'vitest';
import { parseMapping } from './mapping.ts';

const faultsOf = (mapping: unknown): string => {
  try {
    parseMapping(mapping);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

test('a mapping may be left out, or leave out anything', () => {
  expect(parseMapping(undefined)).toBe(null);
  expect(parseMapping({})).toEqual({ fields: {} });
});

describe('a mistake in a mapping is named with its place', () => {
  test.each([
    [{ fields: { title: 'a b' } }, 'mapping.fields.title: "a b" in the path "a b" is not an element name'],
    [{ fields: { title: ['name', 'x//y'] } }, 'mapping.fields.title[1]: "" in the path "x//y"'],
    [{ fields: { categories: [] } }, 'mapping.fields.categories'],
    [{ fields: { company: { constant: '' } } }, 'mapping.fields.company.constant'],
    [
      { fields: { jobUrl: { template: 'https://x/' } } },
      'mapping.fields.jobUrl.template: must have a {field} or {path} in it',
    ],
    [
      { fields: { jobUrl: { template: 'https://x/{a b}' } } },
      'mapping.fields.jobUrl.template: "a b" in the path "a b" is not an element name',
    ],
    [{ fields: { titel: 'name' } }, 'titel'],
    [{ fields: { title: 7 } }, 'mapping.fields.title'],
    [{ fields: { publishedAt: { constant: 'now' } } }, 'mapping.fields.publishedAt'],
    [{ dateOrder: 'year-first' }, 'mapping.dateOrder'],
    [{ identity: 'title' }, 'mapping.identity'],
    [{ record: '' }, 'mapping.record'],
    [{ records: 'job' }, 'records'],
    ['job', 'mapping'],
  ])('%j', (mapping, message) => {
    expect(faultsOf(mapping)).toContain(message);
  });

  test('and so is every other one', () => {
    const message = faultsOf({ fields: { title: '', company: ['a', 'b c'] }, identity: 'x' });
    for (const place of ['mapping.fields.title', 'mapping.fields.company[1]', 'mapping.identity']) {
      expect(message).toContain(place);
    }
  });
});
