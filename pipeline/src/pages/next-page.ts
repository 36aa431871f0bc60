import type { DocumentFacts } from '../parse/document/document-facts.ts';

/** A page that was read, as far as the next one depends on it. */
export interface ReadPage {
  /** Its address, after redirects. */
  url: string;
  /** The address of the source, whose origin may be followed too. */
  sourceUrl: string;
  facts: DocumentFacts;
  /** The link to the next page in its HTTP headers; null without one. */
  linkHeader: string | null;
  /** Records of this page, and of all pages so far. */
  records: number;
  allRecords: number;
  /** Records that come before the first page. */
  before: number;
  /** Pages read so far, this one included. */
  pages: number;
  /** The number of the first page, from its address or its content; 1 if neither has one. */
  firstNumber: number;
}

/** The page after another one. */
export type NextPage =
  /** `isGuess` if nothing but the number of pages says that there is such an address. */
  | { kind: 'page'; url: string; isGuess: boolean }
  /** There is one, and it cannot be read. */
  | { kind: 'unreachable'; reason: string }
  | { kind: 'none' };

const NONE: NextPage = { kind: 'none' };
/** Query parameters with the number of a page, and with the number of its first record. */
const PAGE_PARAMETERS = new Set(
  'page p pg pagenumber page_number pagenum pageno page_no paged currentpage current_page pageindex page_index page[number]'.split(
    ' ',
  ),
);
const START_PARAMETERS = new Set(
  'start startindex start_index offset from skip first page[offset]'.split(' '),
);
const DEFAULT_PAGE_PARAMETER = 'page';

/**
 * Finds the page after one that was read: by a link, else by its number, else by the number of its first record.
 * Archives of older records are no pages: they may hold each state that a record ever had.
 */
export function nextPage(page: ReadPage): NextPage {
  const href = page.facts.next ?? page.linkHeader;
  if (href !== null) return byLink(href, page);
  const found = byCounts(page);
  if (found.kind !== 'none') return found;
  if (page.facts.hasMore === true)
    return { kind: 'unreachable', reason: 'the feed says that it has more records, and not where' };
  if (page.facts.archive !== null)
    return { kind: 'unreachable', reason: 'older records are in archives of the feed, which are not read' };
  return NONE;
}

function byCounts(page: ReadPage): NextPage {
  const url = new URL(page.url);
  const { facts } = page;
  const total = facts.total ?? 0;
  const isBelowTotal = page.records > 0 && total > page.before + page.allRecords;
  const hasMoreRecords = facts.hasMore ?? isBelowTotal;
  if (hasMorePages(page) || (facts.nextPage ?? 0) > (facts.page ?? page.pages))
    return byNumber(url, page, hasMoreRecords);
  if (!hasMoreRecords) return NONE;
  const start = parameterOf(url, START_PARAMETERS);
  if (start) return built(url, start.name, start.value + page.records, false);
  if (parameterOf(url, PAGE_PARAMETERS) || facts.page !== null) return byNumber(url, page, true);
  return NONE;
}

/**
 * The number of a page, from its address or its content, which may count from 0 where the address does not; 1 if
 * neither has one.
 */
export function pageNumberOf(address: string, facts: DocumentFacts): number {
  return parameterOf(new URL(address), PAGE_PARAMETERS)?.value ?? facts.page ?? 1;
}

/** Records that come before a page, by the number of its first one (from 1). */
export function recordsBefore({ startIndex }: DocumentFacts): number {
  return Math.max(startIndex ?? 1, 1) - 1;
}

function hasMorePages(page: ReadPage): boolean {
  const totalPages = totalPagesOf(page);
  return totalPages !== null && totalPages - Math.max(page.firstNumber - 1, 0) > page.pages;
}

function totalPagesOf({ facts, allRecords }: ReadPage): number | null {
  const { totalPages, pagingTotal, page } = facts;
  if (totalPages !== null) return totalPages;
  return page !== null && pagingTotal !== null && pagingTotal < allRecords ? pagingTotal : null;
}

function byNumber(url: URL, page: ReadPage, hasMoreRecords: boolean): NextPage {
  const { facts, firstNumber, pages } = page;
  const known = parameterOf(url, PAGE_PARAMETERS);
  const number = facts.nextPage ?? firstNumber + pages;
  const isGuess = known === null;
  if (isGuess && totalPagesOf(page) === null && facts.nextPage === null && !hasMoreRecords) return NONE;
  return built(url, known?.name ?? DEFAULT_PAGE_PARAMETER, number, isGuess);
}

function byLink(href: string, { url, sourceUrl, facts }: ReadPage): NextPage {
  const bases = facts.next === href ? facts.nextBases : [];
  const base = bases.reduce((outer, inner) => URL.parse(inner, outer)?.href ?? outer, url);
  const target = URL.parse(href, base);
  if (!target) return { kind: 'unreachable', reason: 'the link to the next page is not a URL' };
  const current = new URL(url);
  // Servers behind a proxy often do not know that they are reached by https.
  if (target.protocol === 'http:' && current.protocol === 'https:' && target.host === current.host)
    target.protocol = 'https:';
  target.hash = '';
  if (target.origin !== current.origin && target.origin !== new URL(sourceUrl).origin)
    return { kind: 'unreachable', reason: `the next page is on another server: ${shown(target)}` };
  return { kind: 'page', url: target.href, isGuess: false };
}

/** Without user, password and query: it is shown. */
function shown(url: URL): string {
  return url.origin + url.pathname.slice(0, 200);
}

/** The rest of the query stays as it is: URLSearchParams would rewrite it, and replace bytes that are not UTF-8. */
function built(url: URL, parameter: string, number: number, isGuess: boolean): NextPage {
  const next = new URL(url);
  const parts = url.search === '' ? [] : url.search.slice(1).split('&');
  const isParameter = (part: string) => new URLSearchParams(part).has(parameter);
  next.search = parts.some(isParameter)
    ? parts.map((part) => (isParameter(part) ? `${part.split('=', 1)[0]}=${number}` : part)).join('&')
    : parts.concat(`${parameter}=${number}`).join('&');
  return { kind: 'page', url: next.href, isGuess };
}

/** The first parameter of the query with one of these names and a whole number. */
function parameterOf(url: URL, names: ReadonlySet<string>): { name: string; value: number } | null {
  for (const [name, value] of url.searchParams) {
    if (names.has(name.toLowerCase()) && /^\d{1,9}$/.test(value)) return { name, value: Number(value) };
  }
  return null;
}
