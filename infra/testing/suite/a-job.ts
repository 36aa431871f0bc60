import type { JobPosting } from '@feedflow/shared/model/job';

/** A job of a feed that has only an id and a title, and what a test gives it. */
export function aJob(fields: Partial<JobPosting> = {}): JobPosting {
  return {
    dedupeKey: 'a'.repeat(40),
    contentHash: '0'.repeat(40),
    sourceUrl: 'https://feeds.test/a',
    sourceName: 'a',
    externalId: '1',
    title: 'Pilot',
    jobUrl: null,
    applyUrl: null,
    company: null,
    location: null,
    region: null,
    country: null,
    remote: null,
    jobType: null,
    categories: [],
    salary: null,
    description: null,
    publishedAt: null,
    expiresAt: null,
    ...fields,
  };
}
