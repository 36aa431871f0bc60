import { compilePath } from '@feedflow/shared/model/mapping-path';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

const [DAY, MONTH, YEAR] = ['day', 'month', 'year'].map((part) => compilePath(`publishdate/${part}`));

/** Bul jobs: no id, and a date in three elements. */
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
    publishedAt: [],
  },
  refine(draft, record) {
    const parts = [YEAR, MONTH, DAY].map((path) => path && textAt(record, path));
    if (parts.every((part) => part)) draft.publishedAt = parts.join('-');
    if (draft.salary) draft.salary.period ??= 'month';
  },
};
