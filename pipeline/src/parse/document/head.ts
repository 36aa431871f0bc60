import { localName } from '../../local-name.ts';
import { OpenElements } from '../open-elements.ts';
import { Markup, MarkupScanner } from '../record/markup-scanner.ts';
import { MAX_DEPTH } from '../record/outline.ts';

/** A feed with ten bytes per tag reaches the limit of bytes before this one: only meaningless markup has more tags. */
export const MAX_HEAD_TAGS = 50_000;

/** What the beginning of a document is. Names are lower case, with one character per byte. */
export type Head =
  | { kind: 'feed'; path: string[]; rootStart: number; recordStart: number }
  /** The root of a feed, and the document ends without a record; or `hasTooManyTags` before one. */
  | { kind: 'empty'; path: string[]; rootStart: number; recordStart: number; hasTooManyTags: boolean }
  /** No record yet, and the document continues. */
  | { kind: 'unknown' }
  /** Elements are nested deeper than in a feed; `position` is that of the first too deep, in characters. */
  | { kind: 'too-deep'; position: number }
  | { kind: 'not-a-feed'; root: string | null };

/** Element names of records, anywhere below the root, if the elements hold elements. */
const RECORD_NAMES = new Set(
  (
    'item entry job position vacancy row offer joboffer posting jobposting opening jobopening ad advert ' +
    'positionopening jobpositionposting vacature stellenangebot stelle offre oferta vaga'
  ).split(' '),
);

/** Roots of feeds that may be empty. */
const FEED_ROOTS = new Set(
  (
    'rss rdf feed source jobs joblist job-list listing listings items workzag-jobs yml_catalog positions ' +
    'vacancies offers jobpostings hrbaxmljobpositionposting trovit job-search channel'
  ).split(' '),
);

/** Ambiguous roots: an empty one is an empty feed, one with any other content is not. */
const PLAIN_ROOTS = new Set(['root', 'result', 'results', 'data', 'response', 'xml', 'export']);

/** Formats whose head has its own titles. */
const SYNDICATION_ROOTS = new Set(['rss', 'rdf', 'feed']);

const TITLES = new Set(['title', 'name', 'jobtitle', 'job_title', 'headline']);

/** A document that is one record. */
const RECORD_ROOTS = new Set(['positionopening']);

const HTML_PAGE = new Set(['html', 'head', 'body', 'script', 'title', 'meta', 'style', 'noscript']);
/** Error messages of web frameworks are HTML before the feed. */
const HTML_SNIPPET = new Set(['br', 'b', 'p', 'hr', 'font', 'div', 'span', 'pre', 'table', 'i', 'a']);

/**
 * Finds the root and the record element in the first part of a document. The record is the element with the name
 * `recordName` if it is not null, else the first with one of the known names, else the repeated one nearest to the root.
 * @param text the bytes so far, one character per byte
 * @param final whether the document, or the part that is inspected, ends here
 */
export function inspectHead(text: string, final: boolean, recordName: string | null): Head {
  const walk = new HeadWalk(text, recordName);
  return walk.run(final);
}

interface HeadElement {
  name: string;
  start: number;
  parent: HeadElement | null;
  /** 1 for the root. */
  depth: number;
  /** The first child of each name. */
  children: Map<string, HeadElement>;
}

class HeadWalk {
  readonly #scanner: MarkupScanner;
  readonly #recordName: string | null;
  readonly #open = new OpenElements<HeadElement>();
  #rootStart = -1;
  #root: string | null = null;
  #rootIsBare = true;
  #sawSnippet = false;
  /** The element that is repeated nearest to the root, so far. */
  #repeated: HeadElement | null = null;
  /** An element with a title in it: the record of a list of one. */
  #titled: HeadElement | null = null;

  constructor(text: string, recordName: string | null) {
    this.#scanner = new MarkupScanner(text);
    this.#recordName = recordName;
  }

  run(final: boolean): Head {
    const scanner = this.#scanner;
    for (let tags = 0; scanner.next(); tags++) {
      if (tags === MAX_HEAD_TAGS) return this.#conclude(true);
      if (scanner.kind === Markup.open || scanner.kind === Markup.empty) {
        const head = this.#startTag(scanner.kind === Markup.empty, final);
        if (head) return head;
      } else if (scanner.kind === Markup.close) this.#open.close(scanner.name);
      else if (scanner.kind === Markup.doctype && this.#root === null) {
        const doctype = scanner.text.slice(scanner.start, scanner.start + 20);
        if (/^<!doctype\s+html/i.test(doctype)) return { kind: 'not-a-feed', root: 'html' };
      }
    }
    return final ? this.#conclude(false) : { kind: 'unknown' };
  }

  #startTag(empty: boolean, final: boolean): Head | null {
    const { name, start } = this.#scanner;
    const local = localName(name);
    if (this.#root === null) return this.#firstTag(name, local, empty);
    const parent = this.#open.top;
    if (!parent) return null;
    if (parent.depth === MAX_DEPTH) return { kind: 'too-deep', position: start };
    this.#rootIsBare = false;
    const element = headElement(name, start, parent);
    const first = parent.children.get(name);
    if (this.#mayBeRecord(name, local)) {
      const held = this.#recordName !== null || empty ? 'elements' : this.#scanner.holds();
      if (held === 'unknown' && !final) return { kind: 'unknown' };
      if (held === 'elements') return this.#feed(element);
    } else if (first && !empty && this.#recordName === null) {
      const held = this.#scanner.holds();
      if (held === 'unknown' && !final) return { kind: 'unknown' };
      // A child of the root: nothing that is repeated nearer to it can follow.
      if (held === 'elements' && first.depth === 2) return this.#feed(first);
      if (held === 'elements' && first.depth < (this.#repeated?.depth ?? MAX_DEPTH + 1))
        this.#repeated = first;
    }
    if (!first) parent.children.set(name, element);
    if (TITLES.has(local) && parent.depth > 1) this.#titled ??= parent;
    if (!empty) this.#open.push(element);
    return null;
  }

  #firstTag(name: string, local: string, empty: boolean): Head | null {
    if (HTML_PAGE.has(local)) return { kind: 'not-a-feed', root: 'html' };
    if (HTML_SNIPPET.has(local)) {
      this.#sawSnippet = true;
      return null;
    }
    const root = headElement(name, this.#scanner.start, null);
    this.#root = name;
    this.#rootStart = root.start;
    if (this.#recordName === null ? RECORD_ROOTS.has(local) : this.#isNamed(name, local)) {
      return this.#feed(root);
    }
    if (!empty) this.#open.push(root);
    return null;
  }

  #mayBeRecord(name: string, local: string): boolean {
    return this.#recordName === null ? RECORD_NAMES.has(local) : this.#isNamed(name, local);
  }

  #isNamed(name: string, local: string): boolean {
    return name === this.#recordName || local === this.#recordName;
  }

  #conclude(hasTooManyTags: boolean): Head {
    if (this.#root === null) return { kind: 'not-a-feed', root: this.#sawSnippet ? 'html' : null };
    const local = localName(this.#root);
    if (this.#recordName === null) {
      if (this.#repeated) return this.#feed(this.#repeated);
      if (this.#titled && !SYNDICATION_ROOTS.has(local)) return this.#feed(this.#titled);
    }
    const mayBeEmpty =
      FEED_ROOTS.has(local) || this.#recordName !== null || (PLAIN_ROOTS.has(local) && this.#rootIsBare);
    if (!mayBeEmpty) return { kind: 'not-a-feed', root: this.#root };
    const recordStart = this.#scanner.text.length;
    return { kind: 'empty', path: [this.#root], rootStart: this.#rootStart, recordStart, hasTooManyTags };
  }

  #feed(record: HeadElement): Head {
    return { kind: 'feed', path: pathOf(record), rootStart: this.#rootStart, recordStart: record.start };
  }
}

function headElement(name: string, start: number, parent: HeadElement | null): HeadElement {
  return { name, start, parent, depth: (parent?.depth ?? 0) + 1, children: new Map() };
}

function pathOf(element: HeadElement): string[] {
  const path: string[] = [];
  for (let at: HeadElement | null = element; at; at = at.parent) path.unshift(at.name);
  return path;
}
