import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/**
 * JobiJoba: items/item without an id, the location in steps from region1 down to town; contract_length is the hours.
 */
export const jobijoba: Adapter = {
  name: 'jobijoba',
  version: 2,
  detect: (feed) =>
    feed.root === 'items' && feed.count('region1', 'region2', 'town', 'country_name', 'publication_date') > 1,
  fields: {
    ...COMMON_FIELDS,
    title: ['title'],
    jobUrl: ['link'],
    location: [],
    city: ['town'],
    region: ['region1', 'region2'],
    country: ['country_name'],
    jobType: ['contract_type+contract_length'],
    categories: ['tag', 'category'],
    salary: ['salary'],
    salaryPeriod: ['salary/@periodicity'],
    salaryCurrency: ['salary/@currency'],
    publishedAt: ['publication_date'],
  },
};
