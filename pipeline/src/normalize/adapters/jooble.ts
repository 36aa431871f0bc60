import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Jooble: the id is an attribute, the title is called name, dates are DD.MM.YYYY. */
export const jooble: Adapter = {
  name: 'jooble',
  version: 1,
  detect: (feed) =>
    feed.root === 'jobs' &&
    feed.record === 'job' &&
    feed.has('name') &&
    feed.has('link') &&
    feed.count('region', 'pubdate', 'updated', 'expire') > 1 &&
    !feed.has('title'),
  dateOrder: 'day-first',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['@id', 'id'],
    title: ['name'],
    jobUrl: ['link'],
    company: ['company'],
    location: ['region'],
    region: ['region'],
    jobType: ['jobtype'],
    publishedAt: ['pubdate', 'updated'],
    expiresAt: ['expire'],
  },
};
