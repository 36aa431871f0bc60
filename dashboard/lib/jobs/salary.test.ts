import { expect, test } from 'vitest';
import { salaryLabel } from './salary.ts';

const none = { min: null, max: null, currency: null, period: null, text: null };

test.each([
  [null, null],
  [none, null],
  [{ ...none, currency: 'EUR', period: 'year' as const }, null],
  [
    { ...none, min: 28_000, max: 31_000, currency: 'GBP', period: 'year' as const },
    '28,000 to 31,000 GBP a year',
  ],
  [{ ...none, min: 14.5, currency: 'EUR', period: 'hour' as const }, 'from 14.5 EUR an hour'],
  [{ ...none, min: 14.4231, max: 1_234.5 }, '14.4231 to 1,234.5'],
  [{ ...none, max: 900 }, 'up to 900'],
  [{ ...none, min: 900, max: 900 }, '900'],
  [{ ...none, text: 'by \u202eagreement' }, 'by agreement'],
  [{ ...none, min: 900, currency: 'EUR', text: '900.- EUR' }, 'from 900 EUR'],
])('the label of %j is %j', (salary, label) => expect(salaryLabel(salary)).toBe(label));
