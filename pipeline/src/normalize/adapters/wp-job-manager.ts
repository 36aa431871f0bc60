import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { RSS_FIELDS } from './rss.ts';

/**
 * WP Job Manager's job_feed (Jobicy, Jobspresso, AuthenticJobs and many more). The namespace is each
 * site's own URL, so that only the prefix shows it.
 */
export const wpJobManager: Adapter = {
  name: 'wp-job-manager',
  version: 1,
  detect: (feed) =>
    feed.count('job_listing:company', 'job_listing:location', 'job_listing:job_type', 'job_listing:salary') >
    0,
  fields: {
    ...COMMON_FIELDS,
    ...RSS_FIELDS,
    company: ['job_listing:company'],
    location: ['job_listing:location'],
    jobType: ['job_listing:job_type'],
    categories: ['job_listing:job_category', 'job_listing:category', 'category'],
    salary: ['job_listing:salary'],
    expiresAt: ['job_listing:expires', 'job_listing:expiry'],
  },
};
