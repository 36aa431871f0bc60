import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** Careerjet: the location is nested, kind of contract and hours are two fields. */
export const careerjet: Adapter = {
  name: 'careerjet',
  version: 1,
  detect: (feed) =>
    feed.root === 'jobs' &&
    feed.record === 'job' &&
    feed.count('working_hours', 'job_reference', 'contract_type', 'apply_url') > 1,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['id', 'job_reference'],
    title: ['title'],
    jobUrl: ['url'],
    applyUrl: ['apply_url'],
    company: ['company'],
    location: [],
    city: ['location/city'],
    region: ['location/region'],
    country: ['location/country', 'country'],
    jobType: ['contract_type+working_hours'],
    salary: ['salary'],
  },
};
