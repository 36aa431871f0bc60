import type { Salary } from '@feedflow/shared/model/job';
import { clip } from './text.ts';

const MAX_TEXT_LENGTH = 500;

const CURRENCIES: Array<[RegExp, string]> = [
  [
    /\b(USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|INR|JPY|CNY|SGD|HKD|ZAR|BRL|MXN|AED|ILS|TRY|UAH|RUB|RSD)\b/i,
    '',
  ],
  [/C\$|CA\$/i, 'CAD'],
  [/A\$|AU\$/i, 'AUD'],
  [/R\$/, 'BRL'],
  [/€|\beuros?\b/i, 'EUR'],
  [/£|\bpounds?\b/i, 'GBP'],
  [/₹|\brs\.?(?=\s*\d)/i, 'INR'],
  [/₽|руб/i, 'RUB'],
  [/zł/i, 'PLN'],
  [/¥/, 'JPY'],
  [/\$/, 'USD'],
];

const PERIODS: Array<[RegExp, NonNullable<Salary['period']>]> = [
  [/hour|\bhr\b|\/\s*h\b|stunde|heure|\bph\b|\bph$/i, 'hour'],
  [/\bdays?\b|daily|per diem|\btag\b|jour\b/i, 'day'],
  [/week|woche|semaine/i, 'week'],
  [/month|\bmo\b|monat|\bmois\b|mensuel|\bmese?\b|mensil|мес/i, 'month'],
  [/year|annual|annum|\byr\b|\bp\.?\s?a\.?(?=\s|$)|jahr|\ban\b|yearly|año|год/i, 'year'],
];

const AMOUNT = /(\d{1,3}(?:[ '.,\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)\s*(k\b)?/gi;

export interface SalaryParts {
  text: string | null;
  min: string | null;
  max: string | null;
  currency: string | null;
  period: string | null;
}

/**
 * A salary from separate fields, or from a text if there are none: "$50-$60/hour", "Up to $75,000/year",
 * "£30000 - 33000". Null if there is neither.
 */
export function readSalary(raw: SalaryParts): Salary | null {
  const parts: SalaryParts = {
    text: short(raw.text),
    min: short(raw.min),
    max: short(raw.max),
    currency: short(raw.currency),
    period: short(raw.period),
  };
  const { text } = parts;
  if (text === null && parts.min === null && parts.max === null) return null;
  const [low, high] = text === null ? [null, null] : amountsIn(text);
  const label = [parts.period, text].filter((part) => part !== null).join(' ');
  return {
    min: numberOf(parts.min) ?? (parts.max === null ? low : null),
    max: numberOf(parts.max) ?? (parts.min === null ? high : null),
    currency: currencyOf(parts.currency) ?? currencyIn([text, parts.min, parts.max]),
    period: periodIn(parts.period ?? '') ?? periodIn(label),
    text,
  };
}

function short(text: string | null): string | null {
  return text === null ? null : clip(text, MAX_TEXT_LENGTH);
}

/** The lowest and the highest amount in a text; null for an open end. */
function amountsIn(text: string): [number | null, number | null] {
  const amounts: number[] = [];
  let thousands = false;
  for (const match of text.matchAll(AMOUNT)) {
    const value = numberOf(match[1] ?? null);
    if (value === null) continue;
    thousands ||= match[2] !== undefined;
    amounts.push(match[2] ? value * 1000 : value);
    if (amounts.length === 2) break;
  }
  const [first, second] = amounts;
  if (first === undefined) return [null, null];
  if (second === undefined || !/[-–—]|\bto\b|\band\b|\bbis\b|\sà\s|\sдо\s/i.test(text)) {
    if (/up to|maximum|\bmax\b|bis zu|jusqu|^до\s/i.test(text)) return [null, first];
    if (/from|starting|minimum|\bmin\b|\bab\b|\+|^от\s/i.test(text)) return [first, null];
    return [first, first];
  }
  // "60-80k": the k applies to both.
  const low = thousands && first < 1000 && second >= 1000 ? first * 1000 : first;
  return low <= second ? [low, second] : [low, null];
}

function numberOf(text: string | null): number | null {
  if (text === null) return null;
  const digits = text.match(/\d[\d\s'.,\u00a0\u202f]*/)?.[0]?.replace(/[\s'\u00a0\u202f]/g, '') ?? '';
  const decimal = /[.,](\d{1,2})$/.exec(digits);
  const whole = (decimal ? digits.slice(0, decimal.index) : digits).replace(/[.,]/g, '');
  if (whole === '') return null;
  const value = Number(decimal ? `${whole}.${decimal[1]}` : whole);
  return Number.isFinite(value) && value > 0 && value < 1e12 ? value : null;
}

function currencyOf(text: string | null): string | null {
  if (text === null) return null;
  const code = text.trim();
  return /^[a-z]{3}$/i.test(code) ? code.toUpperCase() : currencyIn([code]);
}

function currencyIn(texts: Array<string | null>): string | null {
  const text = texts.filter((part) => part !== null).join(' ');
  for (const [pattern, code] of CURRENCIES) {
    const match = pattern.exec(text);
    if (match) return code || (match[1] ?? '').toUpperCase();
  }
  return null;
}

function periodIn(text: string): Salary['period'] {
  return PERIODS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
