import type { JobFields } from '@feedflow/shared/model/job';
import type { FilterCondition, RecordFilter } from '@feedflow/shared/model/record-filter';
import { describe, expect, test } from 'vitest';
import { compileFilter, SkipCounts } from './record-filter.ts';

const job: JobFields = {
  externalId: 'A-1',
  title: 'Kranführer  (m/w/d)',
  jobUrl: 'https://acme.example/jobs/1',
  applyUrl: null,
  company: ' Straßenbau Müller GmbH ',
  location: 'Berlin',
  region: null,
  country: '',
  remote: false,
  jobType: 'FULL_TIME',
  categories: ['Bau', 'Logistik'],
  salary: null,
  description: `${'x'.repeat(9_998)} hazard`,
  publishedAt: new Date('2026-11-01'),
  expiresAt: null,
};
const skip = (filter: Partial<RecordFilter>, of: Partial<JobFields> = {}) =>
  compileFilter({ include: [], exclude: [], ...filter })?.({ ...job, ...of }) ?? null;
const excludes = (condition: FilterCondition, of: Partial<JobFields> = {}) =>
  skip({ exclude: [condition] }, of) === 1;

test.each<[string, FilterCondition, boolean]>([
  ['the whole text', { field: 'company', is: ['Straßenbau Müller GmbH'] }, true],
  ['any case', { field: 'company', is: ['STRASSENBAU MÜLLER gmbh'] }, true],
  ['other forms of its letters', { field: 'company', is: ['Straßenbau Mu\u0308ller GmbH'] }, true],
  ['white space around and within', { field: 'title', is: ['  kranführer (m/w/d) '] }, true],
  ['a part only', { field: 'company', is: ['Müller'] }, false],
  ['one of several', { field: 'location', is: ['Hamburg', 'berlin'] }, true],
  ['a part', { field: 'company', contains: ['müller'] }, true],
  ['a part that is none', { field: 'company', contains: ['Meier'] }, false],
  ['no pattern', { field: 'company', contains: ['M.ller', '.*'] }, false],
  ['its beginning', { field: 'company', startsWith: ['strassen'] }, true],
  ['another beginning', { field: 'company', startsWith: ['Müller'] }, false],
  ['any category', { field: 'categories', is: ['logistik'] }, true],
  ['the beginning of any category', { field: 'categories', startsWith: ['Log'] }, true],
  ['no category', { field: 'categories', is: ['Bau, Logistik'] }, false],
  ['false', { field: 'remote', is: ['false'] }, true],
  ['true', { field: 'remote', is: ['true'] }, false],
  ['an empty field', { field: 'region', contains: ['a'] }, false],
  ['a missing field', { field: 'region', missing: true }, true],
  ['an empty text', { field: 'country', missing: true }, true],
  ['a missing salary', { field: 'salary', missing: true }, true],
  ['a filled salary', { field: 'salary', missing: false }, false],
  ['a filled date', { field: 'publishedAt', missing: false }, true],
  ['the beginning of a long text', { field: 'description', contains: ['xx haz'] }, false],
])('a condition compares %s', (_what, condition, expected) => {
  expect(excludes(condition)).toBe(expected);
});

describe('what else a condition meets', () => {
  test('a job that is remote, without categories, or with the other forms of sigma', () => {
    expect(excludes({ field: 'remote', is: ['true'] }, { remote: true })).toBe(true);
    expect(excludes({ field: 'remote', is: ['true', 'false'] }, { remote: null })).toBe(false);
    expect(excludes({ field: 'categories', missing: true }, { categories: [] })).toBe(true);
    expect(excludes({ field: 'company', contains: ['ΟΔΟΣ'] }, { company: 'Μεγάλη οδός' })).toBe(false);
    expect(excludes({ field: 'company', contains: ['οδοσ'] }, { company: 'ΜΕΓΑΛΗ ΟΔΟΣ' })).toBe(true);
  });

  test('nothing in a text behind its first 10,000 characters', () => {
    const description = `${'x'.repeat(9_990)}acme${'x'.repeat(20)}beta`;
    expect(excludes({ field: 'description', contains: ['acme'] }, { description })).toBe(true);
    expect(excludes({ field: 'description', contains: ['beta'] }, { description })).toBe(false);
  });
});

test('a record is imported if it meets any include condition and no exclude condition', () => {
  const include: FilterCondition[] = [
    { field: 'location', is: ['Hamburg'] },
    { field: 'categories', is: ['Bau'] },
  ];
  const exclude: FilterCondition[] = [
    { field: 'company', contains: ['Acme'] },
    { field: 'jobType', is: ['FULL_TIME'] },
  ];
  expect(skip({ include })).toBeNull();
  expect(skip({ include }, { categories: [] })).toBe(0);
  expect(skip({ include, exclude })).toBe(2);
  expect(skip({ include, exclude }, { company: 'Acme' })).toBe(1);
  expect(skip({ include, exclude }, { company: 'Acme', categories: [] })).toBe(0);
  expect(skip({ exclude }, { jobType: null })).toBeNull();
});

test('a filter without conditions is none', () => {
  expect(compileFilter({ include: [], exclude: [] })).toBeNull();
  expect(compileFilter(undefined)).toBeNull();
});

test('skipped records are counted by the text of their condition', () => {
  const filter: RecordFilter = {
    include: [{ field: 'title', contains: ['nurse'] }],
    exclude: [
      { field: 'company', is: ['Acme', 'Beta', 'Gamma', 'Delta', 'Epsilon'] },
      { field: 'salary', missing: true },
      { field: 'remote', is: ['true'] },
    ],
  };
  const counts = new SkipCounts(filter);
  for (const reason of [0, 2, 1, 2]) counts.add(reason);
  expect(counts.list()).toEqual([
    { condition: 'include title contains "nurse": not met', count: 1 },
    { condition: 'exclude company is "Acme", "Beta", "Gamma" or 2 more', count: 1 },
    { condition: 'exclude salary is missing', count: 2 },
  ]);
  expect(new SkipCounts(undefined).list()).toEqual([]);
});
