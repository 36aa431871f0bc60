import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Jobrapido: source/jobs/job, dates dd/mm/yyyy. */
export const jobrapido: Adapter = {
  name: 'jobrapido',
  version: 1,
  detect: (feed) => feed.root === 'source' && feed.has('reference_id') && feed.has('publishdate'),
  dateOrder: 'day-first',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['reference_id'],
    title: ['title'],
    jobUrl: ['url'],
    company: ['company'],
    location: ['location'],
    region: ['state'],
    country: ['country'],
    jobType: ['jobtype'],
    publishedAt: ['publishdate'],
    expiresAt: ['expirydate'],
  },
};
