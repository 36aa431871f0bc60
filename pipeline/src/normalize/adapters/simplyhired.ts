import { isNode } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';

/** What the flags in a description are called: kinds of a job. */
const KINDS = ['full-time', 'part-time', 'internship', 'volunteer', 'contract', 'permanent', 'temporary'];

const YES = /^(?:1|true|yes|y)$/i;

/**
 * SimplyHired's form, which job boards still export: the text, and flags with kinds of a job, are elements of the
 * description.
 */
export const simplyHired: Adapter = {
  name: 'simplyhired',
  version: 2,
  detect: (feed) =>
    feed.record === 'job' && feed.has('job-code') && feed.count('detail-url', 'job-board-name') > 0,
  fields: {
    ...COMMON_FIELDS,
    externalId: ['job-code'],
    title: ['title'],
    jobUrl: ['detail-url', 'apply-url'],
    applyUrl: ['apply-url'],
    company: ['company/name'],
    location: [],
    city: ['location/city'],
    region: ['location/state'],
    country: ['location/country'],
    jobType: [],
    remote: ['description/telecommute'],
    categories: ['job-category'],
    salary: ['compensation/salary-range', 'compensation/salary-amount'],
    salaryMin: [],
    salaryMax: [],
    salaryCurrency: ['compensation/salary-currency'],
    publishedAt: ['posted-date'],
    expiresAt: ['close-date'],
  },
  dateOrder: 'month-first',
  refine(draft, { description }) {
    if (!isNode(description)) return;
    const kinds = KINDS.filter((kind) => YES.test(textOf(description[kind] ?? '')));
    draft.jobType = kinds.join(', ') || null;
  },
};
