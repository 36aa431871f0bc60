import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** JazzHR: one company's jobs, by its own numbers. */
export const jazzHr: Adapter = {
  name: 'jazzhr',
  version: 1,
  detect: (feed) => feed.record === 'job' && feed.count('internalcode', 'createdon', 'department') > 1,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id', 'internalcode'],
    title: ['title'],
    jobUrl: ['url', 'link'],
    city: ['city'],
    region: ['state'],
    country: ['country'],
    categories: ['department'],
    publishedAt: ['createdon'],
  },
};
