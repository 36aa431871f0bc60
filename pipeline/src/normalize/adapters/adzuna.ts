import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Adzuna: the location is one text, kind and time of the contract are two fields. */
export const adzuna: Adapter = {
  name: 'adzuna',
  version: 1,
  detect: (feed) =>
    feed.record === 'job' &&
    feed.has('contract_time') &&
    feed.count('contract_type', 'salary_frequency', 'salary_min', 'expiry') > 0,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    title: ['title'],
    jobUrl: ['url'],
    company: ['company'],
    location: ['location'],
    country: ['country'],
    remote: ['remote'],
    jobType: ['contract_type+contract_time'],
    categories: ['category'],
    salary: ['salary'],
    salaryMin: ['salary_min'],
    salaryMax: ['salary_max'],
    salaryCurrency: ['salary_currency'],
    salaryPeriod: ['salary_frequency'],
    publishedAt: ['date'],
    expiresAt: ['expiry', 'expires'],
  },
};
