import { compilePath } from '@feedflow/shared/model/mapping-path';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { cleanDescription, joinSections } from '../values/text.ts';
import { RSS_FIELDS } from './rss.ts';

/** Further parts of the description, in the order in which NEOGOV shows them. */
const SECTIONS = (
  [
    ['Examples of duties', 'examplesofduties'],
    ['Qualifications', 'qualifications'],
    ['Supplemental information', 'supplementalinformation'],
  ] as const
).map(([heading, name]) => ({ heading, path: compilePath(`joblisting:${name}`) }));

/** NEOGOV (governmentjobs.com): the agency is the feed's title, the text is in four parts. */
export const neogov: Adapter = {
  name: 'neogov',
  version: 2,
  detect: (feed) =>
    feed.has('joblisting:') &&
    (feed.hasNamespace('neogov.com') ||
      feed.isFrom('governmentjobs.com') ||
      feed.count('joblisting:jobid', 'joblisting:minimumsalary', 'joblisting:examplesofduties') > 1),
  fields: {
    ...RSS_FIELDS,
    externalId: ['guid', 'joblisting:jobid'],
    company: ['joblisting:agency', 'joblisting:company'],
    location: ['joblisting:location'],
    region: ['joblisting:state'],
    jobType: ['joblisting:jobtype', 'joblisting:type'],
    categories: ['joblisting:categories/joblisting:category', 'joblisting:department', 'category'],
    salaryMin: ['joblisting:minimumsalary'],
    salaryMax: ['joblisting:maximumsalary'],
    salaryCurrency: ['joblisting:salarycurrency'],
    salaryPeriod: ['joblisting:salaryinterval'],
    publishedAt: ['pubdate', 'joblisting:advertisefromdateutc'],
    expiresAt: ['joblisting:advertisetodatetimeutc', 'joblisting:advertisetodateutc'],
  },
  refine(draft, record, feed) {
    draft.company ??= feed.channel('title');
    const more = joinSections(SECTIONS.map(({ heading, path }) => ({ heading, text: textAt(record, path) })));
    draft.description = cleanDescription(`${draft.description ?? ''}\n${more ?? ''}`, true);
  },
};
