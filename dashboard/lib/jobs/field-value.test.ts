import { expect, test } from 'vitest';
import { fieldValueLabel } from './field-value.ts';

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
  expect(fieldValueLabel({ field }, Array.isArray(value) ? [...value] : (value as string))).toBe(label);
});
