import { compilePath } from '@feedflow/shared/model/mapping-path';
import { isNode, itemsOf, type RecordNode } from '@feedflow/shared/model/record-node';
import { textAt } from '@feedflow/shared/model/record-texts';
import type { Adapter } from '../adapter.ts';
import { joinSections } from '../values/text.ts';
import { cleanUrl } from '../values/urls.ts';

const SECTION_NAME = compilePath('name');
const SECTION_TEXT = compilePath('value');

/**
 * Personio: whole board, several offices a job, the text in sections, and mostly no link: it is built from the feed's
 * host.
 */
export const personio: Adapter = {
  name: 'personio',
  version: 2,
  detect: (feed) => feed.root === 'workzag-jobs',
  fields: {
    externalId: ['id', '@id'],
    title: ['name'],
    company: ['subcompany'],
    jobUrl: ['url', 'link', 'joburl'],
    location: ['office+additionaloffices/office'],
    jobType: ['employmenttype+schedule'],
    categories: ['department', 'recruitingcategory', 'occupationcategory', 'occupation'],
    publishedAt: ['createdat'],
  },
  refine(draft, record, feed) {
    draft.description = sectionsOf(record);
    draft.jobUrl ??= linkTo(draft.externalId, feed.url);
  },
};

function linkTo(id: string | null, feedUrl: string): string | null {
  return id === null ? null : cleanUrl(`/job/${encodeURIComponent(id)}`, feedUrl);
}

function sectionsOf(record: RecordNode): string | null {
  const sections = record['jobdescriptions'];
  if (!isNode(sections)) return null;
  return joinSections(
    itemsOf(sections['jobdescription']).map((section) =>
      typeof section === 'string'
        ? { heading: null, text: section }
        : { heading: textAt(section, SECTION_NAME), text: textAt(section, SECTION_TEXT) },
    ),
  );
}
