import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { companyAndPlace, splitTitle } from '../titles.ts';
import { RSS_FIELDS } from './rss.ts';

/** Stack Overflow's form of RSS: Atom elements under the prefix a10, the title "Role at Company (City, ST)". */
export const stackOverflow: Adapter = {
  name: 'stack-overflow',
  version: 1,
  detect: (feed) => feed.has('a10:'),
  fields: {
    ...COMMON_FIELDS,
    ...RSS_FIELDS,
    company: ['a10:author/a10:name'],
    location: ['location'],
    publishedAt: ['pubdate', 'a10:published', 'a10:updated'],
  },
  refine(draft) {
    const { before, after } = splitTitle(draft.title, /\s+at\s+(?=[^()]+(?:\([^()]*\)\s*)*$)/);
    if (before === null || after === null) return;
    const found = companyAndPlace(after.replace(/\s*\(allows remote\)\s*/i, ''));
    if (/\(allows remote\)/i.test(after)) draft.remote = true;
    draft.title = before;
    draft.company ??= found?.company ?? after;
    draft.location ??= found?.place ?? null;
  },
};
