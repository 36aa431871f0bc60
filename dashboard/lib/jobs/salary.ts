import type { JobItem } from '../api/types.ts';
import { formatNumber } from '../format/number.ts';
import { safeText } from '../format/text.ts';

const PER = { hour: 'an hour', day: 'a day', week: 'a week', month: 'a month', year: 'a year' } as const;

/** The salary: "28,000 to 31,000 GBP a year"; the feed's own text if no amount is known; null if there is none. */
export function salaryLabel(salary: JobItem['salary']): string | null {
  if (!salary) return null;
  const { min, max, currency, period } = salary;
  const amount = amountLabel(min, max);
  if (!amount) return salaryText(salary);
  return `${amount}${currency ? ` ${safeText(currency, 10)}` : ''}${period ? ` ${PER[period]}` : ''}`;
}

/** The salary in the feed's own text; null if it has none. */
export function salaryText(salary: JobItem['salary']): string | null {
  return salary?.text ? safeText(salary.text, 120) : null;
}

/** Whether the label shows amounts instead of the feed's own text. */
export function hasAmounts(salary: JobItem['salary']): boolean {
  return salary !== null && amountLabel(salary.min, salary.max) !== null;
}

function amountLabel(min: number | null, max: number | null): string | null {
  if (min !== null && max !== null)
    return min === max ? formatNumber(min) : `${formatNumber(min)} to ${formatNumber(max)}`;
  if (min !== null) return `from ${formatNumber(min)}`;
  return max === null ? null : `up to ${formatNumber(max)}`;
}
