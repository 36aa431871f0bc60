import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** jobiqo AIR: repeated elements for types and fields of work. */
export const jobiqo: Adapter = {
  name: 'jobiqo',
  version: 1,
  detect: (feed) =>
    feed.has('job_url') && feed.count('organization', 'employmenttypes', 'occupationalfields') > 1,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    jobUrl: ['job_url'],
    company: ['organization'],
    location: ['location'],
    jobType: ['employmenttypes'],
    categories: ['occupationalfields'],
  },
};
