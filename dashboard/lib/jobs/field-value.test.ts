import { expect, test } from 'vitest';
import { changeLabels } from './field-value.ts';

const salary = { min: 40_000, max: null, currency: 'EUR', period: 'year', text: '40k' } as const;

test.each([
  ['title', 'Nurse', 'Nurse'],
  ['title', '  ', null],
  ['company', null, null],
  ['remote', false, 'No'],
  ['categories', ['Care', 'Night'], 'Care, Night'],
  ['categories', [], null],
  ['salary', salary, 'from 40,000 EUR a year'],
  ['expiresAt', '2026-03-01T12:30:00.000Z', '2026-03-01 12:30:00 UTC'],
] as const)('%s %j reads %j', (field, value, label) => {
  const from = Array.isArray(value) ? [...value] : (value as string);
  expect(changeLabels({ field, from, to: null })).toEqual({ from: label, to: null });
});

test('salaries of equal amounts are shown as their texts', () => {
  const labelsOf = (to: object) =>
    changeLabels({ field: 'salary', from: salary, to: { ...salary, ...to } as typeof salary });
  expect(labelsOf({ text: '40k and a car' })).toEqual({ from: '40k', to: '40k and a car' });
  expect(labelsOf({ text: null })).toEqual({ from: '40k', to: null });
  expect(labelsOf({ min: 41_000, text: '41k' })).toEqual({
    from: 'from 40,000 EUR a year',
    to: 'from 41,000 EUR a year',
  });
});
