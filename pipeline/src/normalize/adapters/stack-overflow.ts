import type { Adapter } from '../adapter.ts';
import { COMMON_FIELDS } from '../common-fields.ts';
import { companyAndLocation, endOfUnbracketed, splitAt } from '../values/titles.ts';
import { RSS_FIELDS } from './rss.ts';

/**
 * Stack Overflow's form of RSS: Atom elements under the prefix a10 (as .NET writes them), the title "Role at Company
 * (City, ST)".
 */
export const stackOverflow: Adapter = {
  name: 'stack-overflow',
  version: 1,
  detect: (feed) =>
    feed.root === 'rss' && (feed.isFrom('stackoverflow.com') || feed.hasNamespace('stackoverflow.com/jobs')),
  fields: {
    ...COMMON_FIELDS,
    ...RSS_FIELDS,
    company: ['a10:author/a10:name'],
    location: ['location'],
    publishedAt: ['pubdate', 'a10:published', 'a10:updated'],
  },
  refine(draft) {
    const { before, after } = splitRole(draft.title ?? '');
    if (before === null || after === null) return;
    const found = companyAndLocation(after.replace(/(?<!\s)\s*\(allows remote\)\s*/i, ''));
    if (/\(allows remote\)/i.test(after)) draft.remote = true;
    draft.title = before;
    draft.company ??= found?.company ?? after;
    draft.location ??= found?.location ?? null;
  },
};

/** Splits a title at the first " at " that is followed by a name and brackets only. */
function splitRole(title: string): { before: string | null; after: string | null } {
  const end = endOfUnbracketed(title);
  const unbracketed = title.slice(0, end);
  const lastBracket = Math.max(unbracketed.lastIndexOf('('), unbracketed.lastIndexOf(')'));
  for (const { 0: at, index } of unbracketed.matchAll(/(?<!\s)\s+at(?=\s)/g)) {
    const from = index + at.length + 1;
    if (from > lastBracket && from < end) return splitAt(title, index, from);
  }
  return { before: null, after: title };
}
