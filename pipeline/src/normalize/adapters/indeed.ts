import type { Adapter, FieldTable } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** The form that Indeed requires and that most boards have adopted: source/job. */
export const SOURCE_JOB_FIELDS = {
  ...COMMON_FIELDS,
  externalId: ['referencenumber', 'requisitionid', 'id', '@id'],
  title: ['title'],
  jobUrl: ['url', 'link', 'applyurl'],
  company: ['company', 'sourcename'],
  location: ['location', 'location/name'],
  city: ['city'],
  region: ['state'],
  country: ['country'],
  remote: ['remotetype', 'remote', 'isremote'],
  jobType: ['jobtype'],
  categories: ['category'],
  salary: ['salary'],
  publishedAt: ['date', 'dateposted'],
  expiresAt: ['expirationdate'],
} satisfies FieldTable;

/** Indeed's XML. */
export const indeed: Adapter = {
  name: 'indeed',
  version: 1,
  detect: (feed) =>
    feed.root === 'source' &&
    feed.record === 'job' &&
    feed.has('referencenumber') &&
    feed.count('title', 'url', 'date', 'company') > 1,
  fields: SOURCE_JOB_FIELDS,
  refine(draft, _record, feed) {
    const publisher = feed.channel('publisher');
    if (publisher !== null && !feed.isBoard(publisher)) draft.company ??= publisher;
  },
};
