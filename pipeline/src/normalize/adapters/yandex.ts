import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Yandex: its market language (yml_catalog/vacancies/vacancy), and its form for jobs (source/vacancies/vacancy). */
export const yandex: Adapter = {
  name: 'yandex',
  version: 2,
  detect: (feed) => feed.record === 'vacancy' && (feed.root === 'yml_catalog' || feed.has('job-name')),
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id', '@id'],
    title: ['title', 'job-name', 'name'],
    jobUrl: ['link', 'url'],
    company: ['company', 'company/name'],
    location: ['address', 'addresses/address/location'],
    city: ['city'],
    region: ['region'],
    remote: ['remote', 'schedule'],
    jobType: ['employment+schedule'],
    categories: ['category', 'category/industry'],
    publishedAt: ['date', 'creation-date'],
  },
};
