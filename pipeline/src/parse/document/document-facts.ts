import { localName } from '../../record/local-name.ts';
import { SECTIONS } from '../markup.ts';
import { attributesOf } from '../record/attributes.ts';
import { decodeEntities } from '../record/entities.ts';
import { Markup, MarkupScanner } from '../record/markup-scanner.ts';

/** What a document says about itself, before its first record and behind its last one; null where it says nothing. */
export interface DocumentFacts {
  title: string | null;
  /**
   * The link to the next page, as it is written, and the values of `xml:base` that it is relative to, the outermost
   * first.
   */
  next: string | null;
  nextBases: readonly string[];
  /** The link to an archive of older records (RFC 5005), as it is written. */
  archive: string | null;
  /** Whether it says that there are more records. */
  hasMore: boolean | null;
  /** The numbers of this page and of the next one. */
  page: number | null;
  nextPage: number | null;
  totalPages: number | null;
  /** Records of all pages together. */
  total: number | null;
  /** A total beside the number of the page: of records, or of pages if it is lower than their number. */
  pagingTotal: number | null;
  /** The most records of one page. */
  pageSize: number | null;
  /** The number of the page's first record. */
  startIndex: number | null;
  /** Whether it has all jobs, or only those that changed. */
  load: 'full' | 'delta' | null;
}

type NumberFact =
  | 'page'
  | 'nextPage'
  | 'totalPages'
  | 'total'
  | 'pagingTotal'
  | 'count'
  | 'pageSize'
  | 'startIndex';

/**
 * Names in lower case, without '-' and '_'. A total under a name that often counts something else is not here. A
 * `count` is the total, or beside one the number of records of the page.
 */
const NUMBER_NAMES: Record<Exclude<NumberFact, 'pagingTotal'>, string> = {
  page: 'page currentpage pagenumber pageno pagenum',
  nextPage: 'next nextpage',
  totalPages: 'totalpages pagecount pagescount numpages numberofpages lastpage pages',
  total:
    'totalresults totalcount totaljobs totalrecords totalitems totalvacancies totalpositions totaloffers total ' +
    'numberofjobs numberofrecords numberofvacancies jobcount jobscount recordcount vacancycount numjobs numfound',
  count: 'count amount',
  pageSize: 'itemsperpage pagesize perpage resultsperpage pagelimit',
  startIndex: 'startindex',
};
const numberFacts = new Map<string, NumberFact>(
  Object.entries(NUMBER_NAMES).flatMap(([fact, names]) =>
    names.split(' ').map((name) => [name, fact as NumberFact] as const),
  ),
);
/** What names mean in an element about pages only. */
const PAGING_NAMES = new Map<string, NumberFact>([
  ['total', 'pagingTotal'],
  ['current', 'page'],
  ['number', 'page'],
  ['last', 'totalPages'],
  ['of', 'totalPages'],
]);
const PAGES = new Set(['page', 'pages']);
const PAGING = new Set('pagination paging pager pageinfo page pages'.split(' '));
const NEXT_LINKS = new Set('next nextpage nextlink nexturl nextpageurl nextpagelink'.split(' '));
const MORE_FLAGS = new Set(
  'hasmore hasnext hasnextpage hasmorepages hasmoreresults moreresults morepages'.split(' '),
);
const NEXT_TOKENS = new Set('nextcursor nextpagetoken nexttoken continuationtoken'.split(' '));
const LOADS = new Set('typeofload loadtype feedtype exporttype updatetype mode type load'.split(' '));
const FULL_FLAGS = new Set('fullload isfull full isfullload fullexport'.split(' '));
const DELTA_FLAGS = new Set('delta isdelta incremental isincremental partial ispartial'.split(' '));
const DELTA_LOAD = /^(?:d|delta|incremental|increment|partial|update|updates|diff|differential|changes)$/i;
const FULL_LOAD = /^(?:f|full|complete|all|fullload)$/i;
/** Elements around what a feed says about itself. */
const WRAPPERS = new Set(
  'header head meta metadata paging pagination pager pageinfo page pages info feedinfo summary channel links navigation'.split(
    ' ',
  ),
);
/** Where the word `type` or `mode` means the load: in the root element, or in a header. */
const AMBIGUOUS_LOADS = new Set(['mode', 'type', 'load']);

const MAX_TAG_LENGTH = 4_000;
const MAX_TEXT_LENGTH = 4_000;
const MAX_NUMBER = 1_000_000_000;

/**
 * Reads what a document says about itself.
 * @param head the text from the root to the first record
 * @param tail the text behind the last record, or its end
 * @param around names of the elements around the records, the root first, in lower case
 */
export function readDocumentFacts(head: string, tail: string, around: readonly string[]): DocumentFacts {
  const scan = new FactsScan(around);
  scan.read(head, []);
  scan.read(tail, around);
  return scan.end();
}

class FactsScan {
  readonly #around: readonly string[];
  /** The values of `xml:base` of the elements around the records, by their depth. */
  readonly #bases = new Map<number, string>();
  #count: number | null = null;
  readonly facts: DocumentFacts = {
    title: null,
    next: null,
    nextBases: [],
    archive: null,
    hasMore: null,
    page: null,
    nextPage: null,
    totalPages: null,
    total: null,
    pagingTotal: null,
    pageSize: null,
    startIndex: null,
    load: null,
  };

  constructor(around: readonly string[]) {
    this.#around = around;
  }

  end(): DocumentFacts {
    this.facts.total ??= this.facts.pagingTotal ?? this.#count;
    return this.facts;
  }

  /** @param open the elements that are open at the start of the text */
  read(text: string, open: readonly string[]): void {
    const scanner = new MarkupScanner(text);
    const stack = [...open];
    let textStart = -1;
    while (scanner.next()) {
      const { kind, name, start, end } = scanner;
      if (kind === Markup.open || kind === Markup.empty) {
        if (this.#isAboutFeed(stack))
          this.#element(name, text.slice(start, Math.min(end, start + MAX_TAG_LENGTH)), stack.length);
        textStart = end;
        if (kind === Markup.open) stack.push(name);
      } else if (kind === Markup.close) {
        const at = stack.lastIndexOf(name);
        if (at === -1) continue;
        const isLeaf = textStart >= 0 && at === stack.length - 1;
        stack.length = at;
        if (isLeaf && this.#isAboutFeed(stack))
          this.#text(name, text.slice(textStart, Math.min(start, textStart + MAX_TEXT_LENGTH)), stack);
        textStart = -1;
      }
    }
  }

  /**
   * Whether an element in these is about the feed: in the root, in an element around the records, or in a header of
   * one.
   */
  #isAboutFeed(stack: readonly string[]): boolean {
    let at = 0;
    while (at < stack.length && stack[at] === this.#around[at]) at++;
    if (stack.length > at + 2) return false;
    for (; at < stack.length; at++) if (!WRAPPERS.has(plainName(stack[at] ?? ''))) return false;
    return true;
  }

  #element(name: string, tag: string, depth: number): void {
    const plain = plainName(name);
    const attributes = attributesOf(tag);
    const base = textOrNull(attributes.get('xml:base'));
    if (plain === 'link') {
      this.#link(attributes, base);
      return;
    }
    const isAround = this.#around[depth] === name;
    if (isAround && base !== null) this.#bases.set(depth, base);
    if (!isAround && !WRAPPERS.has(plain)) return;
    for (const [attribute, value] of attributes)
      this.#fact(plainName(attribute), value.trim(), { isHeader: isAround, parent: plain });
  }

  #link(attributes: ReadonlyMap<string, string>, base: string | null): void {
    const href = textOrNull(attributes.get('href'));
    const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    if (rels.includes('prev-archive')) this.facts.archive ??= href;
    if (!rels.includes('next') || href === null || this.facts.next !== null) return;
    this.facts.next = href;
    this.facts.nextBases = base === null ? [...this.#bases.values()] : [...this.#bases.values(), base];
  }

  #text(name: string, source: string, stack: readonly string[]): void {
    const text = decodeEntities(withoutCdata(source)).trim();
    if (text === '') return;
    const plain = plainName(name);
    if (plain === 'title' && stack.length <= this.#around.length) this.facts.title ??= text.slice(0, 300);
    else {
      const parent = plainName(stack.at(-1) ?? '');
      this.#fact(plain, text, { isHeader: WRAPPERS.has(parent), parent });
    }
  }

  /**
   * @param place isHeader: whether an ambiguous name can only mean the feed here; parent: the element that has the
   *   attribute or the element
   */
  #fact(name: string, text: string, { isHeader, parent }: { isHeader: boolean; parent: string }): void {
    const number = numberFactOf(name, parent);
    const value = numberOf(text);
    if (number === 'count') this.#count ??= value;
    else if (number !== undefined && value !== null) this.facts[number] ??= value;
    else if (NEXT_LINKS.has(name) && /[/?]/.test(text)) this.facts.next ??= text;
    else if (MORE_FLAGS.has(name)) this.facts.hasMore ??= flagOf(text);
    else if (NEXT_TOKENS.has(name)) this.facts.hasMore ??= text !== '';
    else if (LOADS.has(name) && (isHeader || !AMBIGUOUS_LOADS.has(name))) this.facts.load ??= loadOf(text);
    else if (FULL_FLAGS.has(name)) this.facts.load ??= flagged(text, 'full', 'delta');
    else if (DELTA_FLAGS.has(name)) this.facts.load ??= flagged(text, 'delta', 'full');
  }
}

function numberFactOf(name: string, parent: string): NumberFact | undefined {
  if (name === 'total' && PAGES.has(parent)) return 'totalPages';
  return (PAGING.has(parent) ? PAGING_NAMES.get(name) : undefined) ?? numberFacts.get(name);
}

function loadOf(text: string): DocumentFacts['load'] {
  const word = text.slice(0, 40);
  if (DELTA_LOAD.test(word)) return 'delta';
  return FULL_LOAD.test(word) ? 'full' : null;
}

function flagged(
  text: string,
  yes: NonNullable<DocumentFacts['load']>,
  no: NonNullable<DocumentFacts['load']>,
): DocumentFacts['load'] {
  const flag = flagOf(text);
  if (flag === null) return null;
  return flag ? yes : no;
}

function flagOf(text: string): boolean | null {
  const flag = text.slice(0, 10).toLowerCase();
  if (['true', '1', 'yes', 'y'].includes(flag)) return true;
  return ['false', '0', 'no', 'n'].includes(flag) ? false : null;
}

function numberOf(text: string): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value <= MAX_NUMBER ? value : null;
}

function plainName(name: string): string {
  return localName(name).replace(/[-_]/g, '').toLowerCase();
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim();
}

function withoutCdata(source: string): string {
  const { start, end } = SECTIONS.cdata;
  return source.replaceAll(start, '').replaceAll(end, '');
}
