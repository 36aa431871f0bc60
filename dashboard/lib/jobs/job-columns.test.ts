import { expect, test } from 'vitest';
import { jobColumnsOf, toggledColumns } from './job-columns.ts';

test('columns are remembered in their order, whatever the cookie holds', () => {
  const initial = ['title', 'status', 'company', 'location', 'salary', 'published', 'source'];
  expect(jobColumnsOf(null)).toEqual(initial);
  expect(jobColumnsOf('')).toEqual(['title']);
  expect(jobColumnsOf('source.<b>.company.source')).toEqual(['title', 'company', 'source']);
  const without = toggledColumns(jobColumnsOf(null), 'salary');
  expect(jobColumnsOf(without)).toEqual(initial.filter((id) => id !== 'salary'));
  expect(jobColumnsOf(toggledColumns(jobColumnsOf(without), 'salary'))).toEqual(initial);
});
