import type { Salary } from '../model/job.ts';

/** Hours, days, weeks and months that are paid in a year: 40 hours a week, 5 days a week, 52 weeks. */
const PER_YEAR = { hour: 2_080, day: 260, week: 52, month: 12, year: 1 } as const;
/** A larger salary is a mistake of the feed. */
const MAX_SALARY = 1e12;

export interface SalaryPerYear {
  min: number | null;
  max: number | null;
  /** ISO 4217. */
  currency: string;
}

let currencies: ReadonlySet<string> | null = null;

/** Whether a text is a code of ISO 4217, also of a currency of the past. */
export function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf('currency'));
  return currencies.has(code);
}

/** A salary as one of a year, to two decimals; null where its amounts, its currency or its period are not known. */
export function salaryPerYear(salary: Salary | null): SalaryPerYear | null {
  if (salary === null || salary.period === null || salary.currency === null) return null;
  const { min, max, currency, period } = salary;
  const amounts = [min, max].filter((amount) => amount !== null);
  if (amounts.length === 0 || !isCurrency(currency)) return null;
  if (!amounts.every((amount) => amount > 0 && amount * PER_YEAR[period] <= MAX_SALARY)) return null;
  if (min !== null && max !== null && min > max) return null;
  const perYear = (amount: number | null) =>
    amount === null ? null : Math.round(amount * PER_YEAR[period] * 100) / 100;
  return { min: perYear(min), max: perYear(max), currency };
}
