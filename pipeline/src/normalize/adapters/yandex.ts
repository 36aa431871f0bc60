import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Job boards in Yandex' market language: yml_catalog/vacancies/vacancy. */
export const yandex: Adapter = {
  name: 'yandex',
  version: 1,
  detect: (feed) => feed.root === 'yml_catalog' && feed.record === 'vacancy',
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id', '@id'],
    title: ['title', 'job-name', 'name'],
    jobUrl: ['link', 'url'],
    company: ['company', 'company/name'],
    location: ['address', 'addresses/address/location'],
    city: ['city'],
    region: ['region'],
    jobType: ['employment+schedule'],
    categories: ['category', 'category/industry'],
    publishedAt: ['date', 'creation-date'],
  },
};
