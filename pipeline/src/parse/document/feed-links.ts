import { previewLimits } from '@feedflow/shared/model/preview-limits';
import { attributesOf } from '../record/attributes.ts';

const LINK = /<link\b[^<>]{1,2000}>/gi;
/** What feeds are served as. Pages also link to other forms of themselves, which have other types. */
const FEED_TYPES = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/xml',
  'text/xml',
]);
const MAX_HREF_LENGTH = 2_000;
/** A page has the links to its feeds before these. */
const END_OF_HEAD = /<\/head|<body/i;
/** So much of a page is read for its links. */
const MAX_PAGE_HEAD_BYTES = 256 * 1024;

/**
 * The feeds that an HTML page names in its head, as they are written: five at most.
 * @param head the beginning of the page
 */
export function feedLinksOf(head: string): string[] {
  const links = new Set<string>();
  for (const [tag] of head.slice(0, MAX_PAGE_HEAD_BYTES).matchAll(LINK)) {
    const attributes = attributesOf(tag);
    const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const type = (attributes.get('type') ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
    const href = (attributes.get('href') ?? '').trim();
    if (!rels.includes('alternate') || !FEED_TYPES.has(type)) continue;
    if (href !== '' && href.length <= MAX_HREF_LENGTH) links.add(href);
    if (links.size >= previewLimits.linkedFeeds) break;
  }
  return [...links];
}

/** Whether all links of a page's head are in what was read of it. */
export function hasWholeHead(text: string): boolean {
  return text.length >= MAX_PAGE_HEAD_BYTES || END_OF_HEAD.test(text);
}

/** The links of a page as URLs. Other schemes and addresses with a user or password are left out. */
export function linkedFeeds(links: readonly string[], pageUrl: string): string[] {
  return links.flatMap((link) => {
    const url = URL.parse(link, pageUrl);
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return [];
    return url.href;
  });
}
