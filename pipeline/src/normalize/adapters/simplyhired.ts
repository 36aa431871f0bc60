import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { cleanDescription } from '../values/text.ts';

/** What the flags in a description are called: kinds of a job. */
const KINDS = ['full-time', 'part-time', 'internship', 'volunteer', 'contract', 'permanent', 'temporary'];

const REQUIREMENTS = ['required-skills', 'required-education', 'required-experience'];
const YES = /^(?:1|true|yes|y)$/i;
const VALUE = /\svalue="([^"]*)"/;

/**
 * SimplyHired's form, which job boards still export: the text, and flags with kinds of a job, are elements of the
 * description.
 */
export const simplyHired: Adapter = {
  name: 'simplyhired',
  version: 1,
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
    remote: [],
    categories: ['job-category'],
    salary: ['compensation/salary-range', 'compensation/salary-amount'],
    salaryMin: [],
    salaryMax: [],
    salaryCurrency: ['compensation/salary-currency'],
    publishedAt: ['posted-date'],
    expiresAt: ['close-date'],
  },
  dateOrder: 'month-first',
  refine(draft) {
    const { description } = draft;
    const summary = description === null ? null : elementIn(description, 'summary');
    if (description === null || summary === null) return;
    const rest = description.slice(summary.end);
    const requirements = REQUIREMENTS.map((name) => elementIn(rest, name)?.content ?? '');
    const isSet = (flag: string): boolean => YES.test(elementIn(rest, flag)?.content ?? '');
    draft.description = cleanDescription([summary.content, ...requirements].join('\n'));
    draft.jobType = KINDS.filter(isSet).join(', ') || null;
    draft.remote = elementIn(rest, 'telecommute')?.content ? isSet('telecommute') : null;
  },
};

/**
 * The first element of a name in markup, written <name>content</name> or <name value="content"/>, and where it ends.
 */
function elementIn(html: string, name: string): { content: string; end: number } | null {
  const start = html.indexOf(`<${name}`);
  const open = start === -1 ? -1 : html.indexOf('>', start);
  if (open === -1) return null;
  const value = VALUE.exec(html.slice(start, open))?.[1] ?? '';
  const close = html.indexOf(`</${name}>`, open);
  if (html[open - 1] === '/' || close === -1) return { content: value, end: open + 1 };
  return { content: html.slice(open + 1, close).trim() || value, end: close };
}
