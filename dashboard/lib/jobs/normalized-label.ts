import { countLabel } from '@feedflow/shared/model/amount-label';
import type { JobItem } from '../api/types.ts';

/** The normalized values of a job in one line; null where it has none. */
export function normalizedLabel({
  employmentTypes,
  country,
  salaryPerYear,
  remoteScope,
  language,
}: JobItem['normalized']): string | null {
  const scope = remoteScope?.join(', ');
  const parts = [
    employmentTypes.join(', '),
    country ? `country ${country}` : '',
    salaryPerYear ? `${amountsLabel(salaryPerYear)} a year` : '',
    scope ? `remote from ${scope}` : '',
    language ? `language ${language}` : '',
  ];
  return parts.filter(Boolean).join(' · ') || null;
}

function amountsLabel({ min, max, currency }: NonNullable<JobItem['normalized']['salaryPerYear']>): string {
  const [low = null, high = null] = [min, max].filter((amount) => amount !== null);
  const amounts = low === null ? '' : countLabel(Math.round(low));
  const most = high === null || high === low ? '' : ` to ${countLabel(Math.round(high))}`;
  return `${amounts}${most} ${currency}`;
}
