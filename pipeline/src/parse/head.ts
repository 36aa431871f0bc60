import { Markup, MarkupScanner } from './markup-scanner.ts';

/** What the beginning of a document shows. Names are lower case, their characters still bytes. */
export type Head =
  | { kind: 'feed'; path: string[]; rootStart: number; recordStart: number }
  /** The root of a feed, and the document ends without a record. */
  | { kind: 'empty'; path: string[]; rootStart: number; recordStart: number }
  /** No record yet, and the document goes on. */
  | { kind: 'unknown' }
  | { kind: 'not-a-feed'; root: string | null };

/** Element names that mean a record wherever they stand below the root, as long as they hold elements. */
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

/** Roots that say little: an empty one is an empty feed, one with anything else in it is not. */
const PLAIN_ROOTS = new Set(['root', 'result', 'results', 'data', 'response', 'xml', 'export']);

/** Formats whose head has titles of its own. */
const SYNDICATION_ROOTS = new Set(['rss', 'rdf', 'feed']);

const TITLES = new Set(['title', 'name', 'jobtitle', 'job_title', 'headline']);

/** A document that is one record. */
const RECORD_ROOTS = new Set(['positionopening']);

const HTML_PAGE = new Set(['html', 'head', 'body', 'script', 'title', 'meta', 'style', 'noscript']);
/** Error messages of web servers' languages are HTML that stands before the feed. */
const HTML_SNIPPET = new Set(['br', 'b', 'p', 'hr', 'font', 'div', 'span', 'pre', 'table', 'i', 'a']);

export function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/**
 * Finds the root and the record element in the first part of a document. The record is the element with
 * the name `recordName` where that is given, else the first with one of the known names, else the one
 * nearest to the root that is repeated.
 * @param text the bytes so far, one character per byte
 * @param final whether the document, or our patience, ends here
 */
export function inspectHead(text: string, final: boolean, recordName: string | null): Head {
  const walk = new HeadWalk(text, recordName);
  return walk.run(final);
}

interface Place {
  path: string[];
  start: number;
}

interface OpenElement {
  name: string;
  start: number;
  /** First place of each child, by name. */
  children: Map<string, Place>;
}

class HeadWalk {
  readonly #scanner: MarkupScanner;
  readonly #recordName: string | null;
  readonly #open: OpenElement[] = [];
  #rootStart = -1;
  #root: string | null = null;
  #rootIsBare = true;
  #sawSnippet = false;
  /** The element that is repeated nearest to the root, so far. */
  #repeated: Place | null = null;
  /** An element with a title in it: the record of a list of one. */
  #titled: Place | null = null;

  constructor(text: string, recordName: string | null) {
    this.#scanner = new MarkupScanner(text);
    this.#recordName = recordName;
  }

  run(final: boolean): Head {
    const scanner = this.#scanner;
    while (scanner.next()) {
      if (scanner.kind === Markup.open || scanner.kind === Markup.empty) {
        const head = this.#startTag(scanner.kind === Markup.empty, final);
        if (head) return head;
      } else if (scanner.kind === Markup.close) this.#endTag();
      else if (scanner.kind === Markup.doctype && this.#root === null) {
        const doctype = scanner.text.slice(scanner.start, scanner.start + 20);
        if (/^<!doctype\s+html/i.test(doctype)) return { kind: 'not-a-feed', root: 'html' };
      }
    }
    return final ? this.#conclude() : { kind: 'unknown' };
  }

  #startTag(empty: boolean, final: boolean): Head | null {
    const { name, start, end, text } = this.#scanner;
    const local = localName(name);
    if (this.#root === null) return this.#firstTag(name, local, empty);
    const parent = this.#open.at(-1);
    if (!parent) return null;
    this.#rootIsBare = false;
    const place = { path: [...this.#open.map((element) => element.name), name], start };
    const first = parent.children.get(name);
    if (this.#mayBeRecord(name, local)) {
      const verdict = this.#recordName !== null || empty ? 'record' : holdsElements(text, end);
      if (verdict === 'unknown' && !final) return { kind: 'unknown' };
      if (verdict === 'record') return this.#feed(place);
    } else if (first && !empty && this.#recordName === null) {
      const verdict = holdsElements(text, end);
      if (verdict === 'unknown' && !final) return { kind: 'unknown' };
      // A child of the root: nothing that is repeated nearer to it can follow.
      if (verdict === 'record' && first.path.length === 2) return this.#feed(first);
      if (verdict === 'record' && first.path.length < (this.#repeated?.path.length ?? 99))
        this.#repeated = first;
    }
    if (!first) parent.children.set(name, place);
    if (TITLES.has(local) && this.#open.length > 1) {
      this.#titled ??= { path: this.#open.map((element) => element.name), start: parent.start };
    }
    if (!empty) this.#open.push({ name, start, children: new Map() });
    return null;
  }

  #firstTag(name: string, local: string, empty: boolean): Head | null {
    if (HTML_PAGE.has(local)) return { kind: 'not-a-feed', root: 'html' };
    if (HTML_SNIPPET.has(local)) {
      this.#sawSnippet = true;
      return null;
    }
    const { start } = this.#scanner;
    this.#root = name;
    this.#rootStart = start;
    if (this.#recordName === null ? RECORD_ROOTS.has(local) : this.#isNamed(name, local)) {
      return this.#feed({ path: [name], start });
    }
    if (!empty) this.#open.push({ name, start, children: new Map() });
    return null;
  }

  #mayBeRecord(name: string, local: string): boolean {
    return this.#recordName === null ? RECORD_NAMES.has(local) : this.#isNamed(name, local);
  }

  #isNamed(name: string, local: string): boolean {
    return name === this.#recordName || local === this.#recordName;
  }

  #endTag(): void {
    const at = this.#open.findLastIndex((element) => element.name === this.#scanner.name);
    if (at >= 0) this.#open.length = at;
  }

  #conclude(): Head {
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
    return { kind: 'empty', path: [this.#root], rootStart: this.#rootStart, recordStart };
  }

  #feed({ path, start }: Place): Head {
    return { kind: 'feed', path, rootStart: this.#rootStart, recordStart: start };
  }
}

/** Whether an element whose start tag ends at `from` holds elements, as a record does and a field does not. */
function holdsElements(text: string, from: number): 'record' | 'leaf' | 'unknown' {
  const scanner = new MarkupScanner(text, from);
  while (scanner.next()) {
    if (scanner.kind === Markup.open || scanner.kind === Markup.empty) return 'record';
    if (scanner.kind === Markup.close || scanner.kind === Markup.cdata) return 'leaf';
  }
  return 'unknown';
}
