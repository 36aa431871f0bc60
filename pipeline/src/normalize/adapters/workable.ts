import type { Adapter } from '../adapter.ts';
import { SOURCE_JOB_FIELDS } from './indeed.ts';

/** Workable's feed of all customers: Indeed's elements, and whether a job is remote. */
export const workable: Adapter = {
  name: 'workable',
  version: 1,
  detect: (feed) =>
    feed.root === 'source' &&
    (feed.isFrom('workable.com') || /^workable$/i.test(feed.channel('publisher') ?? '')) &&
    feed.has('referencenumber'),
  fields: { ...SOURCE_JOB_FIELDS, remote: ['remote'] },
};
