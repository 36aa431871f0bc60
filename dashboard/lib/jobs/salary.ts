import type { JobItem } from '../api/types.ts';
import { formatCount } from '../format/number.ts';
import { safeText } from '../format/text.ts';

const PER = { hour: 'an hour', day: 'a day', week: 'a week', month: 'a month', year: 'a year' } as const;

/** The salary, in the feed's own text if it has one: "28,000 to 31,000 GBP a year"; null if there is none. */
export function salaryLabel(salary: JobItem['salary']): string | null {
  if (!salary) return null;
  const { min, max, currency, period, text } = salary;
  if (text) return safeText(text, 120);
  const amount = amountLabel(min, max);
  if (!amount) return null;
  return `${amount}${currency ? ` ${safeText(currency, 10)}` : ''}${period ? ` ${PER[period]}` : ''}`;
}

function amountLabel(min: number | null, max: number | null): string | null {
  if (min !== null && max !== null)
    return min === max ? formatCount(min) : `${formatCount(min)} to ${formatCount(max)}`;
  if (min !== null) return `from ${formatCount(min)}`;
  return max === null ? null : `up to ${formatCount(max)}`;
}
