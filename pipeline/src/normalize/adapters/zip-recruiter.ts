import type { Adapter } from '../adapter.ts';
import { SOURCE_JOB_FIELDS } from './indeed.ts';

/** ZipRecruiter: Indeed's elements; recognized by its URL only. */
export const zipRecruiter: Adapter = {
  name: 'zip-recruiter',
  version: 1,
  detect: (feed) => feed.root === 'source' && feed.record === 'job' && feed.isFrom('ziprecruiter.com'),
  fields: SOURCE_JOB_FIELDS,
};
