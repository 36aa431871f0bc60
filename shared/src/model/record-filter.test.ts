import { expect, test } from 'vitest';
import { explainFault } from '../schema-faults.ts';
import { conditionLabel, filterLimits, filterMark, skipLabels } from './record-filter.ts';
import { recordFilter } from './record-filter-schema.ts';

function faultsOf(filter: unknown): string[] {
  const checked = recordFilter.safeParse(filter, { error: explainFault });
  return checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('a list that is absent has no conditions', () => {
  expect(recordFilter.parse({ exclude: [{ field: 'company', is: ['Acme'] }] })).toEqual({
    include: [],
    exclude: [{ field: 'company', is: ['Acme'] }],
  });
});

test.each<[string, object, string]>([
  ['no operator', { field: 'company' }, ': must have exactly one of is, contains, startsWith, missing'],
  [
    'two operators',
    { field: 'company', is: ['a'], missing: true },
    ': must have exactly one of is, contains, startsWith, missing',
  ],
  [
    'a text for the salary',
    { field: 'salary', contains: ['1'] },
    '.contains: does not apply to salary: use missing',
  ],
  ['a date', { field: 'expiresAt', is: ['2026-01-01'] }, '.is: does not apply to expiresAt: use missing'],
  [
    'a part of remote',
    { field: 'remote', contains: ['tr'] },
    '.contains: does not apply to remote: use is or missing',
  ],
  ['another text of remote', { field: 'remote', is: ['yes'] }, '.is: must be "true" or "false" for remote'],
  ['a blank text', { field: 'title', is: [' '] }, '.is.0: must not be blank'],
  ['no text', { field: 'title', is: [] }, '.is: must have at least 1 entries, not 0'],
  ['an unknown operator', { field: 'title', matches: 'x' }, ': '],
  ['a long text', { field: 'title', is: ['x'.repeat(201)] }, '.is.0: must have at most 200 characters'],
])('a condition with %s is refused', (_what, condition, fault) => {
  const [first] = faultsOf({ include: [condition] });
  expect(first).toContain(`include.0${fault}`);
});

test('an unknown field, too many conditions and too many texts are refused', () => {
  expect(faultsOf({ exclude: [{ field: 'salaryMin', missing: true }] })[0]).toMatch(
    /^exclude\.0\.field: must be one of externalId, title, /,
  );
  const condition = { field: 'title', is: ['a'] };
  expect(
    faultsOf({ include: Array.from({ length: filterLimits.conditions + 1 }, () => condition) }),
  ).toHaveLength(1);
  const many = { field: 'title', is: Array.from({ length: filterLimits.values }, (_, i) => `t${i}`) };
  expect(faultsOf({ include: [many, many] })).toEqual([]);
  expect(faultsOf({ include: [many, many], exclude: [condition] })).toEqual([
    ': must have at most 1000 texts in all conditions together',
  ]);
});

test('conditions are described as text, shortened', () => {
  expect(conditionLabel({ field: 'title', startsWith: [' Nurse '] })).toBe('title starts with "Nurse"');
  expect(conditionLabel({ field: 'company', contains: ['x'.repeat(100)] })).toBe(
    `company contains "${'x'.repeat(40)}…"`,
  );
  expect(conditionLabel({ field: 'salary', missing: false })).toBe('salary is filled');
  const two = { field: 'title' as const, is: ['a'] };
  expect(skipLabels({ include: [two, two], exclude: [two] })).toEqual([
    'include: none of 2 conditions is met',
    'exclude title is "a"',
  ]);
});

test('filters have the same mark if they have the same conditions', () => {
  const exclude = [{ field: 'title' as const, is: ['a'] }];
  expect(filterMark({ include: [], exclude })).toBe(
    filterMark({ include: [], exclude: [{ is: ['a'], field: 'title' }] }),
  );
  expect(filterMark({ include: exclude, exclude: [] })).not.toBe(filterMark({ include: [], exclude }));
  expect(filterMark({ include: [], exclude: [{ field: 'title', contains: ['a'] }] })).not.toBe(
    filterMark({ include: [], exclude }),
  );
  expect([filterMark(null), filterMark({ include: [], exclude: [] })]).toEqual(['', '']);
});
