import { expect, test } from 'vitest';
import { normalizedLabel } from './normalized-label.ts';

const nothing = {
  employmentTypes: [],
  country: null,
  salaryPerYear: null,
  remoteScope: null,
  language: null,
};

test('normalized values are shown in one line, and nothing where there are none', () => {
  expect(normalizedLabel(nothing)).toBeNull();
  expect(
    normalizedLabel({
      employmentTypes: ['FULL_TIME', 'INTERN'],
      country: 'DE',
      salaryPerYear: { min: 41_600, max: 52_000, currency: 'EUR' },
      remoteScope: ['DE', 'AT'],
      language: 'de',
    }),
  ).toBe('FULL_TIME, INTERN · country DE · 41,600 to 52,000 EUR a year · remote from DE, AT · language de');
  const salaryPerYear = { min: null, max: 52_000, currency: 'EUR' };
  expect(normalizedLabel({ ...nothing, salaryPerYear })).toBe('52,000 EUR a year');
});
