import { FeedflowError, shortened } from '@feedflow/shared/errors';
import { localName } from '../../record/local-name.ts';
import { decodeEntities } from '../record/entities.ts';
import { MAX_DEPTH } from '../record/outline.ts';
import { shownText } from '../record/shown-text.ts';
import { isOther } from '../record-names.ts';
import { feedLinksOf } from './feed-links.ts';

/** Roots of documents that are no feeds, and what they are. */
const OTHER_DOCUMENTS = new Map([
  ['opml', 'a list of feeds (OPML)'],
  ['urlset', 'a sitemap'],
  ['sitemapindex', 'a list of sitemaps'],
  ['svg', 'an SVG image'],
  ['plist', 'a property list'],
  ['schema', 'an XML schema'],
  ['definitions', 'a description of a web service (WSDL)'],
  ['stylesheet', 'an XSLT stylesheet'],
  ['listbucketresult', 'the listing of a file store'],
]);

const CHALLENGE =
  /just a moment|attention required|checking your browser|captcha|cf-chl|access denied|are you (a )?human/i;
const MAX_QUOTE_LENGTH = 80;
const MAX_NAMES = 8;

/** Whether the root is that of a document of another kind: a sitemap, an image, a schema. @param root local name */
export function isOtherDocument(root: string): boolean {
  return OTHER_DOCUMENTS.has(root);
}

/** The error for a body without any text. */
export function emptyBody(): FeedflowError {
  return new FeedflowError(
    'feed-empty',
    'the feed is empty: it has no text at all, expected RSS, Atom or job-board XML',
  );
}

/**
 * The error for a body that is no feed: names what was received instead, and quotes the beginning.
 * @param head the first characters of the body
 * @param root the root element, 'html' for a page, null if there is no markup
 * @returns with `details.feedLinks`, the feeds that a page links to
 */
export function notAFeed(head: string, root: string | null): FeedflowError {
  const what = describe(head, root);
  return new FeedflowError('feed-not-xml', `expected RSS, Atom or job-board XML but got ${what}`, {
    details: {
      received: what,
      root: root === null ? null : shownText(root),
      feedLinks: root === 'html' ? feedLinksOf(head) : [],
    },
  });
}

export interface Inspected {
  /** How much of the document was inspected: '524288 bytes'; null for all of it. */
  inspected: string | null;
  /** The elements that occur more than once, the most frequent first. */
  repeated: { name: string; count: number }[];
  /** A list of jobs with nothing in it; null for none. */
  emptyList: string | null;
  /** The record element that the mapping names; null for none. */
  recordName: string | null;
}

/**
 * The error for a document that seems to be a feed and has no record. `details.onlyOther`: it lists places, companies
 * or the like.
 */
export function noRecordFound(root: string, inspection: Inspected): FeedflowError {
  const { inspected, repeated, emptyList, recordName } = inspection;
  const name = shownText(root);
  const shown = repeated.slice(0, MAX_NAMES).map((element) => `${shorten(element.name)} (${element.count})`);
  const found = shown.length === 0 ? '' : `; repeated elements: ${shown.join(', ')}`;
  const empty = emptyList === null ? '' : `; <${shownText(emptyList)}> is empty`;
  const isWhole = inspected === null && emptyList === null;
  const onlyOther = isWhole && repeated.every((element) => isOther(localName(element.name)));
  const within = inspected === null ? '' : ` within its first ${inspected}`;
  return new FeedflowError(
    'feed-not-xml',
    recordName === null
      ? `no record element found${found}${empty}; <${name}> has no element that looks like a job${within}: name the record element in the source's mapping`
      : `no record element found${found}${empty}; <${name}> has no <${shorten(recordName)}>, the record element of the source's mapping${within}`,
    { details: { root: name, repeated: shown, onlyOther } },
  );
}

/**
 * The error for a document whose elements are nested deeper than in any feed.
 * @param position byte of the first element that is too deep
 */
export function nestedTooDeep(position: number): FeedflowError {
  return new FeedflowError(
    'feed-not-xml',
    `expected RSS, Atom or job-board XML but got elements nested deeper than ${MAX_DEPTH} levels at byte ${position}, before any record`,
    { details: { position, maxDepth: MAX_DEPTH } },
  );
}

function describe(head: string, root: string | null): string {
  if (root === 'html') return htmlPage(head);
  const text = head.trimStart();
  const other = root === null ? undefined : OTHER_DOCUMENTS.get(localName(root));
  if (other !== undefined) return `${other} <${shownText(root ?? '')}>`;
  if (root !== null) return `an XML document <${shownText(root)}> without records${quote(text)}`;
  if (/^[{[]/.test(text)) return `JSON${quote(text)}`;
  if (text.startsWith('%PDF')) return 'a PDF document';
  if (text.startsWith('PK\u0003\u0004')) return 'a zip archive (Feedflow reads gzip, not zip)';
  if (text.startsWith('\u001f\u008b')) return 'gzip data within gzip data';
  if (isBinary(text)) return 'binary data';
  return `text without any markup${quote(text)}`;
}

function htmlPage(head: string): string {
  const title = decodeEntities(head.match(/<title[^<>]*>([^<]{1,300})/i)?.[1] ?? '').trim();
  const kind = CHALLENGE.test(head) ? 'a page that checks whether the visitor is human' : 'an HTML page';
  return title === '' ? kind : `${kind} titled "${shorten(title)}"`;
}

function quote(text: string): string {
  return text === '' ? '' : `: "${shorten(text)}"`;
}

function shorten(text: string): string {
  return shortened(shownText(text.slice(0, 400).toWellFormed()), MAX_QUOTE_LENGTH);
}

function isBinary(text: string): boolean {
  for (let i = 0; i < Math.min(text.length, 1000); i++) if (text.charCodeAt(i) < 0x09) return true;
  return false;
}
