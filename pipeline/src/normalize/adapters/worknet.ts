import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { parseDate } from '../values/dates.ts';

/** "26-10-20", also behind words: "채용시까지 26-12-19" (until it is filled). */
const SHORT_DATE = /^(?:\D*\s)?(\d{2})-(\d{2}-\d{2})$/;

/** Korea's labour office (Worknet, Work24): short names, dates with years of two digits, pay in won. */
export const worknet: Adapter = {
  name: 'worknet',
  version: 1,
  detect: (feed) => feed.record === 'wanted' && feed.has('wantedauthno'),
  fields: {
    externalId: ['wantedauthno'],
    title: ['title'],
    jobUrl: ['wantedinfourl', 'wantedmobileinfourl'],
    company: ['company'],
    location: ['region', 'basicaddr'],
    region: [],
    jobType: ['emptpnm'],
    categories: ['indtpnm', 'jobsnm'],
    salary: ['sal'],
    salaryMin: ['minsal'],
    salaryMax: ['maxsal'],
    salaryPeriod: ['saltpnm'],
    description: [],
    publishedAt: [],
    expiresAt: [],
  },
  refine(draft, record) {
    if (draft.salary !== null) draft.salary.currency ??= 'KRW';
    draft.publishedAt = dateOf(record, 'regdt');
    draft.expiresAt = dateOf(record, 'closedt');
  },
};

function dateOf(record: RecordNode, name: string): Date | string | null {
  const text = textOf(record[name] ?? '').trim();
  const [, year, day] = SHORT_DATE.exec(text) ?? [];
  const full = year === undefined ? text : `20${year}-${day}`;
  // Words alone are no day: until it is filled.
  return /\d/.test(full) ? (parseDate(full, 'day-first') ?? full) : null;
}
