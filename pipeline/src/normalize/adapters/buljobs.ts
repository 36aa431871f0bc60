import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Bul jobs: no id. */
export const bulJobs: Adapter = {
  name: 'buljobs',
  version: 1,
  detect: (feed) => feed.root === 'source' && feed.has('monthlysalary'),
  fields: {
    ...COMMON_FIELDS,
    jobUrl: ['url'],
    city: ['city'],
    country: ['country'],
    jobType: ['jobtype'],
    salary: ['monthlysalary'],
    publishedAt: ['publishdate'],
  },
  refine(draft) {
    if (draft.salary) draft.salary.period ??= 'month';
  },
};
