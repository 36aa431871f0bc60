import type { Adapter } from '../adapter.ts';
import { SOURCE_JOB_FIELDS } from './indeed.ts';

/** Talent.com (Neuvoo): Indeed's elements with names of its own for dates and remote work. */
export const talent: Adapter = {
  name: 'talent',
  version: 1,
  detect: (feed) =>
    feed.root === 'source' &&
    feed.record === 'job' &&
    feed.has('dateposted') &&
    feed.count('referencenumber', 'isremote', 'expirationdate') > 0,
  fields: { ...SOURCE_JOB_FIELDS, remote: ['isremote'], publishedAt: ['dateposted', 'date'] },
};
