import { nodesOf, type RecordNode } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { joinSections } from '../values/text.ts';

/** A record has one of them; one that is called "job" has become one with its record. */
const KINDS = ['job', 'job_executive', 'job_parttime'];
const HEAD = 'object_head';

const within = (...paths: string[]): string[] =>
  paths.flatMap((path) => [path, ...KINDS.map((kind) => `${kind}/${path}`)]);

/** The form in which FINN.no takes jobs (IADIF-job). */
export const finn: Adapter = {
  name: 'finn',
  version: 2,
  detect: (feed) => feed.root === 'iad.if.job',
  fields: {
    externalId: [`${HEAD}/orderno`],
    title: within('job_title'),
    jobUrl: [],
    applyUrl: within('application_url', 'application_mobile_url'),
    company: within('company/company_name'),
    location: within('situation'),
    region: [],
    country: [`${HEAD}/object_location/countrycode`],
    jobType: within('duration'),
    categories: within(
      'job_category/category',
      'job_category/subcategory',
      'occupation/general',
      'occupation/specialization',
    ),
    salary: within('salary'),
    description: [],
    publishedAt: [`${HEAD}/fromdate`],
    expiresAt: [...within('application_deadline'), `${HEAD}/todate`],
  },
  refine(draft, record) {
    draft.description ??= sectionsOf(record);
  },
};

/** The texts with their headings. */
function sectionsOf(record: RecordNode): string | null {
  const jobs = [record, ...KINDS.flatMap((kind) => nodesOf(record[kind]))];
  const sections = jobs.flatMap((job) => nodesOf(job['general_text_job']));
  return joinSections(
    sections.map((section) => ({
      heading: textOf(section['general_heading'] ?? ''),
      text: textOf(section['general_text'] ?? ''),
    })),
  );
}
