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
    [{ fields: { categories: [] } }, 'mapping.fields.categories: must not be empty'],
    [{ fields: { categories: ['tag', 7] } }, 'mapping.fields.categories[1]: must be text'],
    [{ fields: { company: { constant: '' } } }, 'mapping.fields.company.constant: must not be empty'],
    [
      { fields: { jobUrl: { template: 'https://x/' } } },
      'mapping.fields.jobUrl.template: must have a {field} or {path} in it',
    ],
    [
      { fields: { jobUrl: { template: 'https://x/{a b}' } } },
      'mapping.fields.jobUrl.template: "a b" in the path "a b" is not an element name',
    ],
    [
      { fields: { titel: 'name' } },
      'mapping.fields: unknown field "titel"; allowed: externalId, title, jobUrl',
    ],
    [{ fields: { title: 7 } }, 'mapping.fields.title: must be a path, a list of paths, or an object with'],
    [
      { fields: { publishedAt: { constant: 'now' } } },
      'mapping.fields.publishedAt: unknown field "constant"',
    ],
    [
      { fields: { publishedAt: 7 } },
      'mapping.fields.publishedAt: must be a path, a list of paths, or an object with a "path"',
    ],
    [
      { fields: { title: 7 } },
      'mapping.fields.title: must be a path, a list of paths, or an object with a "constant", "template" or "path"',
    ],
    [{ fields: { title: {} } }, 'mapping.fields.title: must have a "path", "pattern", "values" or "default"'],
    [{ fields: { title: { path: 'a b' } } }, 'mapping.fields.title.path: "a b" in the path "a b"'],
    [
      { fields: { title: { pattern: '(' } } },
      'mapping.fields.title.pattern: the pattern cannot be read: missing closing )',
    ],
    [{ fields: { title: { pattern: '(?=x)' } } }, 'mapping.fields.title.pattern: the pattern cannot be read'],
    [
      { fields: { title: { pattern: '(\\d)\\1' } } },
      'mapping.fields.title.pattern: the pattern cannot be read',
    ],
    [{ fields: { title: { pattern: 'a{900}' } } }, 'mapping.fields.title.pattern: the pattern is too large'],
    [
      { fields: { title: { pattern: 'a'.repeat(501) } } },
      'mapping.fields.title.pattern: may have at most 500 characters',
    ],
    [
      { fields: { title: { pattern: '(?<title>.+) at (.+)', group: 'role' } } },
      'mapping.fields.title.group: is no group of the pattern, which has title, 1, 2',
    ],
    [
      { fields: { title: { path: 'name', group: '1' } } },
      'mapping.fields.title.group: is no group of the pattern',
    ],
    [{ fields: { jobType: { values: { FT: 7 } } } }, 'mapping.fields.jobType.values.FT: must be text'],
    [{ fields: { jobType: { value: {} } } }, 'mapping.fields.jobType: unknown field "value"'],
    [{ fields: { remote: { default: '' } } }, 'mapping.fields.remote.default: must not be empty'],
    [{ fields: [] }, 'mapping.fields: must be an object in braces'],
    [{ dateOrder: 'year-first' }, 'mapping.dateOrder: must be one of day-first, month-first'],
    [{ identity: 'title' }, 'mapping.identity: must be one of id, link, both'],
    [{ record: '' }, 'mapping.record: must not be empty'],
    [{ record: 'r'.repeat(101) }, 'mapping.record: may have at most 100 characters'],
    [{ records: 'job' }, 'mapping: unknown field "records"; allowed: record, fields, dateOrder, identity'],
    ['job', 'mapping: must be an object in braces'],
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
