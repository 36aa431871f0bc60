import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

const SALARY = 'salaries/salary';

/** LinkedIn's XML for job distributors. */
export const linkedin: Adapter = {
  name: 'linkedin',
  version: 1,
  detect: (feed) =>
    feed.has('partnerjobid') && feed.count('applyurl', 'listdate', 'workplacetypes', 'jobfunctions') > 0,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['partnerjobid'],
    title: ['title'],
    jobUrl: ['applyurl', 'url'],
    applyUrl: ['applyurl'],
    company: ['company'],
    location: ['location'],
    city: ['city'],
    region: ['state'],
    country: ['country'],
    remote: ['isremote', 'workplacetypes/workplacetype', 'workplacetypes'],
    jobType: ['jobtype'],
    categories: ['jobfunctions/jobfunction', 'industrycodes/industrycode', 'category'],
    salaryMin: [`${SALARY}/lowend/amount`],
    salaryMax: [`${SALARY}/highend/amount`],
    salaryCurrency: [`${SALARY}/highend/currencycode`, `${SALARY}/lowend/currencycode`],
    salaryPeriod: [`${SALARY}/period`],
    salary: [],
    publishedAt: ['listdate'],
    expiresAt: ['expirationdate'],
  },
};
