import type { RecordFilter } from '@feedflow/shared/model/record-filter';
import { expect, test } from 'vitest';
import { conditionsOf, filterOf, newCondition, operatorsIn, withField } from './filter-draft.ts';

test('a filter is the same after it was shown in the form', () => {
  const filter: RecordFilter = {
    include: [
      { field: 'location', contains: ['Berlin', 'Potsdam'] },
      { field: 'salary', missing: false },
    ],
    exclude: [
      { field: 'company', is: ['Acme, Inc.'] },
      { field: 'title', startsWith: ['Praktikum'] },
      { field: 'region', missing: true },
      { field: 'remote', is: ['false'] },
    ],
  };
  expect(filterOf(conditionsOf(filter))).toEqual(filter);
  const shown = conditionsOf(filter);
  const ids = shown.concat(newCondition(shown)).map(({ id }) => id);
  expect(new Set(ids).size).toBe(7);
  expect([filterOf(conditionsOf(null)), filterOf([])]).toEqual([null, null]);
});

test('texts are one per line, without blank lines', () => {
  const texts = '  Acme \n\n Beta, Inc.\r\n';
  expect(filterOf([{ ...newCondition([]), texts }])).toEqual({
    include: [],
    exclude: [{ field: 'company', contains: ['Acme', 'Beta, Inc.'] }],
  });
  expect(filterOf([newCondition([])])).toEqual({
    include: [],
    exclude: [{ field: 'company', contains: [] }],
  });
});

test('another field keeps the operator if it may have it', () => {
  const condition = { ...newCondition([]), texts: 'Acme' };
  expect(withField(condition, 'title')).toEqual({ ...condition, field: 'title' });
  expect(withField(condition, 'salary')).toEqual({ ...condition, field: 'salary', operator: 'missing' });
  expect(withField(condition, 'remote')).toMatchObject({ field: 'remote', operator: 'is', texts: 'true' });
  expect(withField({ ...condition, field: 'remote', texts: 'true' }, 'title')).toMatchObject({ texts: '' });
  expect(operatorsIn('salary')).toEqual(['missing', 'filled']);
  expect(operatorsIn('title')).toEqual(['is', 'contains', 'startsWith', 'missing', 'filled']);
});
