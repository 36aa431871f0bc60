import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Rows as Taleo exports them: root/row, dashes in names, a link to apply only, dates like 04-Oct-19. */
export const taleo: Adapter = {
  name: 'taleo',
  version: 1,
  detect: (feed) =>
    feed.count('application-callback-url', 'publisher-name') > 0 &&
    feed.count('application-callback-url', 'publisher-name', 'company-name', 'job-type') > 1,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id'],
    title: ['title'],
    jobUrl: ['url', 'link'],
    applyUrl: ['application-callback-url'],
    company: ['company-name', 'publisher-name'],
    city: ['city'],
    region: ['region'],
    country: ['country'],
    jobType: ['job-type'],
    publishedAt: ['date'],
  },
};
