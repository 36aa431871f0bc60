import type { RecordNode } from '../../record.ts';
import type { Adapter, Draft } from '../adapter.ts';
import { compilePath, textAt, textsAt } from '../paths.ts';
import { cleanText } from '../text.ts';

const OFFICES = [compilePath('office'), compilePath('additionaloffices/office')];
const SECTION_NAME = compilePath('name');
const SECTION_TEXT = compilePath('value');

/** Personio: whole board, several offices a job, the text in sections, and no link: it is built from the feed's host. */
export const personio: Adapter = {
  name: 'personio',
  version: 1,
  detect: (feed) => feed.root === 'workzag-jobs',
  fields: {
    externalId: ['id'],
    title: ['name'],
    company: ['subcompany'],
    jobType: ['schedule', 'employmenttype'],
    categories: ['department', 'recruitingcategory', 'occupationcategory', 'occupation'],
    publishedAt: ['createdat'],
  },
  refine(draft, record, feed) {
    const offices = OFFICES.flatMap((path) => textsAt(record, path));
    draft.location = cleanText([...new Set(offices)].join('; '), 1000);
    draft.jobType = joinTypes(record);
    draft.description = joinSections(record);
    if (draft.externalId !== null) draft.jobUrl = linkTo(draft, feed.url);
  },
};

function linkTo(draft: Draft, feedUrl: string): string {
  return new URL(`/job/${encodeURIComponent(draft.externalId ?? '')}`, feedUrl).href;
}

function joinTypes(record: RecordNode): string | null {
  const types = ['employmenttype', 'schedule'].map((name) => textAt(record, compilePath(name)));
  return cleanText(types.filter((type) => type !== null).join(', '), 500);
}

function joinSections(record: RecordNode): string | null {
  const sections = record['jobdescriptions'];
  if (typeof sections !== 'object' || Array.isArray(sections)) return null;
  const list = sections['jobdescription'] ?? [];
  const html = (Array.isArray(list) ? list : [list]).map((section) => {
    if (typeof section === 'string') return section;
    const name = textAt(section, SECTION_NAME);
    const text = textAt(section, SECTION_TEXT) ?? '';
    return name === null ? text : `<h3>${name}</h3>\n${text}`;
  });
  return html.length === 0 ? null : html.join('\n').trim() || null;
}
