import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Jobvite: result/job, American dates. */
export const jobvite: Adapter = {
  name: 'jobvite',
  version: 1,
  detect: (feed) => feed.count('detail-url', 'apply-url', 'requisitionid', 'briefdescription') > 1,
  dateOrder: 'month-first',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id', 'requisitionid'],
    title: ['title'],
    jobUrl: ['detail-url', 'apply-url'],
    applyUrl: ['apply-url'],
    jobType: ['jobtype'],
    categories: ['category'],
    description: ['description', 'briefdescription'],
    publishedAt: ['date'],
  },
};
