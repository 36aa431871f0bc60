import { localName } from '../../record/local-name.ts';
import { asciiLower, CODE, hasText, isSpace, SECTIONS } from '../markup.ts';
import { utf8Name } from '../names.ts';
import { OpenElements } from '../open-elements.ts';
import { Markup, MarkupScanner } from '../record/markup-scanner.ts';
import { MAX_DEPTH } from '../record/outline.ts';
import { payloadOf } from '../record/payload.ts';
import { isJobList, isOther, isTitle, Sureness, surenessOf } from '../record-names.ts';
import { isDeletionName } from './deletion-names.ts';
import {
  countRepeated,
  emptyListsIn,
  hasError,
  isMessage,
  isNamedAsJob,
  isNamesake,
  isWithin,
  Kind,
  nearerToRoot,
  RANKS,
  type Repeated,
  rankOf,
  repeatedIn,
  titledIn,
} from './element-kinds.ts';
import { isOtherDocument } from './not-a-feed.ts';

/** A feed with ten bytes per tag reaches the limit of bytes before this one: only meaningless markup has more tags. */
export const MAX_HEAD_TAGS = 50_000;

/** What the beginning of a document is. Names are lower case, with one character per byte. */
export type Head =
  | {
      kind: 'feed';
      path: string[];
      rootStart: number;
      recordStart: number;
      /**
       * Elements with the name of the record are elsewhere too: only those in the last element around them are records.
       */
      onlyInParent: boolean;
    }
  /** The root of a feed, and the document ends without a record. */
  | { kind: 'empty'; path: string[]; rootStart: number; recordStart: number }
  /**
   * No element looks like a record; or none before the limit of tags, `hasTooManyTags`. `emptyList`: a list of jobs.
   */
  | {
      kind: 'no-record';
      root: string;
      repeated: Repeated[];
      emptyList: string | null;
      hasTooManyTags: boolean;
    }
  /** Not decided yet, and the document continues. */
  | { kind: 'unknown' }
  /** Elements are nested deeper than in a feed; `position` is that of the first too deep, in characters. */
  | { kind: 'too-deep'; position: number }
  | { kind: 'not-a-feed'; root: string | null };

/** Roots of feeds that may be empty. */
const FEED_ROOTS = new Set(
  (
    'rss rdf feed source jobs joblist job-list listing listings items workzag-jobs yml_catalog positions ' +
    'vacancies offers jobpostings hrbaxmljobpositionposting trovit job-search channel'
  ).split(' '),
);

/** Ambiguous roots: an empty one is an empty feed, one with any other content is not. */
const PLAIN_ROOTS = new Set(['root', 'result', 'results', 'data', 'response', 'xml', 'export']);

/** A document that is one record. */
const RECORD_ROOTS = new Set(['positionopening']);

const ERRORS = new Set(['error', 'errors', 'errorresponse', 'errormessage', 'fault', 'exception']);
const NO_ERROR = new Set(['0', 'false', 'no', 'none', 'null', 'ok']);
/** A longer text of an error element is an error without a look at it. */
const MAX_NO_ERROR = 40;

/** The records of the formats that define them. */
export const SYNDICATION_RECORDS = new Map([
  ['rss', 'item'],
  ['rdf', 'item'],
  ['feed', 'entry'],
]);
/** The same of formats whose records hold one of several kinds of jobs, by their roots. */
const RECORDS_OF_KINDS = new Map([['iad.if.job', 'object']]);
const ATOM_NAMESPACE = /=\s*["']http:\/\/(?:www\.w3\.org\/2005\/atom|purl\.org\/atom\/)/i;

const HTML_PAGE = new Set(['html', 'head', 'body', 'script', 'title', 'meta', 'style', 'noscript']);
/** Error messages of web frameworks are HTML before the feed. */
const HTML_SNIPPET = new Set(['br', 'b', 'p', 'hr', 'font', 'div', 'span', 'pre', 'table', 'i', 'a']);

/** A rank from which on nothing that follows can be a better record. */
const CERTAIN = 35;
/** The record of RSS or Atom in its own format. */
const FORMAT_RECORD = 100;
const ONLY_TEXT = -10;

/** Attributes that make a record of an element without elements; one of them is a title if its name is unknown. */
const MIN_ATTRIBUTES = 2;

/**
 * Finds the root and the record element in the first part of a document. The record is the element with the name
 * `recordName` if it is not null. Otherwise it is, in this order, the record of the format (RSS, Atom), the element
 * with the surest name of records, the repeated element nearest to the root, an element with a title. Order and number
 * of the elements around do not matter. Where a list of jobs is empty, only a name of jobs makes a record.
 * @param text the bytes so far, one character per byte
 * @param final whether the document, or the part that is inspected, ends here
 */
export function inspectHead(text: string, final: boolean, recordName: string | null): Head {
  const walk = new HeadWalk(text, recordName);
  return walk.run(final);
}

/** An element whose content is not known yet. */
interface Started {
  kind: Kind;
  attributes: number;
  /** Of its start tag. */
  end: number;
}

class HeadWalk {
  readonly #scanner: MarkupScanner;
  #recordName: string | null;
  readonly #open = new OpenElements<Kind>();
  readonly #candidates = new Set<Kind>();
  #root: Kind | null = null;
  #sawSnippet = false;
  #sawHtmlDoctype = false;
  /** Of RSS and Atom: the name of their records. */
  #syndicated: string | null = null;
  #started: Started | null = null;
  /** The record that is open: what is in a record is no record. */
  #record: Kind | null = null;
  /** Elements open in it with its own name, and with the name of the element around it. */
  #sameWithin = 0;
  #parentsWithin = 0;
  #sawRepeated = false;

  constructor(text: string, recordName: string | null) {
    this.#scanner = new MarkupScanner(text);
    this.#recordName = recordName;
  }

  run(final: boolean): Head {
    const scanner = this.#scanner;
    for (let tags = 0; scanner.next(); tags++) {
      if (tags === MAX_HEAD_TAGS) return this.#conclude(true);
      const head = this.#markup();
      if (head) return head;
    }
    return final ? this.#conclude(false) : { kind: 'unknown' };
  }

  #markup(): Head | null {
    const { kind, name, text, start } = this.#scanner;
    if (kind === Markup.open || kind === Markup.empty) return this.#startTag(name, kind === Markup.empty);
    if (kind === Markup.close) return this.#endTag(name);
    if (kind === Markup.doctype && this.#root === null) {
      this.#sawHtmlDoctype ||= /^<!doctype\s+html/i.test(text.slice(start, start + 20));
    }
    return null;
  }

  #startTag(name: string, empty: boolean): Head | null {
    if (this.#root === null) return this.#firstTag(name, empty);
    if (this.#started) {
      const head = this.#holdsElements(this.#started.kind);
      if (head) return head;
    }
    if (this.#record) {
      this.#startWithin(this.#record, name, empty);
      return null;
    }
    const parent = this.#open.top;
    if (!parent) return null;
    if (parent.depth === MAX_DEPTH) {
      // Once there are records, deep elements belong to them.
      if (this.#candidates.size > 0 || this.#sawRepeated) return null;
      return { kind: 'too-deep', position: this.#scanner.start };
    }
    const kind = parent.child(name, this.#scanner.start);
    kind.count++;
    if (isTitle(kind.local)) parent.hasTitle = true;
    if (this.#recordName !== null) {
      if (this.#isNamed(kind)) return this.#feed(kind);
      if (!empty) {
        this.#open.push(kind);
        this.#started = { kind, attributes: 0, end: this.#scanner.end };
      }
      return null;
    }
    return this.#start(kind, empty);
  }

  #start(kind: Kind, empty: boolean): Head | null {
    const attributes = this.#attributeNames(kind.name);
    const isListed = attributes.length >= MIN_ATTRIBUTES;
    if (!empty) {
      this.#open.push(kind);
      this.#started = { kind, attributes: attributes.length, end: this.#scanner.end };
    }
    if (!isListed || this.#isFormatRecord(kind)) return null;
    if (kind.sureness === Sureness.none) {
      kind.hasAttributes ||= attributes.some((name) => isTitle(localName(name)));
      return null;
    }
    if (!empty) this.#record = kind;
    return this.#isRecord(kind, rankOf(kind));
  }

  /** The last element that was started holds elements. */
  #holdsElements(kind: Kind): Head | null {
    this.#started = null;
    kind.holdsElements = true;
    if (kind.count > 1 && !isOther(kind.local)) this.#sawRepeated = true;
    if (this.#recordName !== null || kind.sureness === Sureness.none || kind === this.#root) return null;
    this.#record = kind;
    return this.#isRecord(kind, rankOf(kind));
  }

  #startWithin(record: Kind, name: string, empty: boolean): void {
    if (isTitle(localName(name))) record.hasTitle = true;
    if (empty) return;
    if (name === record.name) this.#sameWithin++;
    else if (name === record.parent?.name) this.#parentsWithin++;
  }

  #endTag(name: string): Head | null {
    const record = this.#record;
    if (record) {
      if (!this.#endsRecord(record, name)) return null;
      this.#record = null;
      this.#sameWithin = 0;
      this.#parentsWithin = 0;
    }
    const started = this.#started;
    this.#started = null;
    this.#open.close(name);
    return started?.kind.name === name && record === null ? this.#endOfText(started) : null;
  }

  #endsRecord(record: Kind, name: string): boolean {
    if (name === record.name) return this.#sameWithin-- === 0;
    return name === record.parent?.name && this.#parentsWithin-- === 0;
  }

  /** An element without elements ends: its text may be a record, or hold one. */
  #endOfText({ kind, attributes, end }: Started): Head | null {
    const { text, start } = this.#scanner;
    this.#noteText(kind, end);
    if (this.#recordName !== null) return null;
    const payload = payloadOf(text, end, start);
    if (payload !== null && (surenessOf(payload) === Sureness.job || isJobList(payload))) {
      return this.#isRecord(kind, Math.max(rankOf(kind), RANKS[Sureness.job]) + ONLY_TEXT);
    }
    if (kind.sureness === Sureness.none || this.#isFormatRecord(kind)) return null;
    const isListed = isJobList(kind.parent?.local ?? '') && (attributes > 0 || hasText(text, end, start));
    return isListed || payload !== null ? this.#isRecord(kind, rankOf(kind) + ONLY_TEXT) : null;
  }

  #noteText(kind: Kind, end: number): void {
    const isError = ERRORS.has(kind.local);
    if (!isError && kind.depth > 2 && !isJobList(kind.local)) return;
    const { text, start } = this.#scanner;
    const own = ownText(text.slice(end, start));
    kind.holdsText ||= own !== '';
    kind.isError ||= isError && own !== '' && !(own.length < MAX_NO_ERROR && NO_ERROR.has(own.toLowerCase()));
  }

  /** In RSS and Atom a record has elements. */
  #isFormatRecord(kind: Kind): boolean {
    return kind.local === this.#syndicated;
  }

  #isRecord(kind: Kind, rank: number): Head | null {
    let limited = rank;
    if (this.#isFormatRecord(kind)) limited = FORMAT_RECORD;
    else if (this.#syndicated !== null) {
      if (kind.sureness !== Sureness.job) return null;
      limited = Math.min(rank, CERTAIN - 1);
    }
    kind.rank = Math.max(kind.rank, limited);
    this.#candidates.add(kind);
    return kind.rank >= CERTAIN ? this.#feed(kind) : null;
  }

  #attributeNames(name: string): string[] {
    const { text, start, end, irregular } = this.#scanner;
    return irregular ? [] : attributeNames(text, start + 1 + name.length, end);
  }

  #firstTag(name: string, empty: boolean): Head | null {
    const { text, start, end } = this.#scanner;
    const local = localName(name);
    if (HTML_PAGE.has(local)) return { kind: 'not-a-feed', root: 'html' };
    if (HTML_SNIPPET.has(local)) {
      this.#sawSnippet = true;
      return null;
    }
    const root = new Kind(name, start, null);
    root.count = 1;
    this.#root = root;
    this.#recordName ??= RECORDS_OF_KINDS.get(local) ?? null;
    if (this.#recordName === null ? RECORD_ROOTS.has(local) : this.#isNamed(root)) return this.#feed(root);
    const isFormat = local !== 'feed' || ATOM_NAMESPACE.test(text.slice(start, end));
    this.#syndicated = isFormat ? (SYNDICATION_RECORDS.get(local) ?? null) : null;
    if (empty) return null;
    this.#open.push(root);
    this.#started = { kind: root, attributes: 0, end };
    return null;
  }

  #isNamed({ name, local }: Kind): boolean {
    const record = this.#recordName;
    return name === record || local === record || utf8Lower(name) === record || utf8Lower(local) === record;
  }

  #conclude(hasTooManyTags: boolean): Head {
    const root = this.#root;
    if (root === null) {
      return { kind: 'not-a-feed', root: this.#sawSnippet || this.#sawHtmlDoctype ? 'html' : null };
    }
    const { local } = root;
    if (this.#recordName === null) {
      if (ERRORS.has(local)) return { kind: 'not-a-feed', root: root.name };
      // RSS and Atom with too many tags before their first record: whatever is among them is none.
      const isMeaningless = hasTooManyTags && this.#syndicated !== null;
      const record = isMeaningless ? null : this.#bestRecord(root);
      if (record) return this.#feed(record);
    }
    if (this.#sawHtmlDoctype && !FEED_ROOTS.has(local)) return { kind: 'not-a-feed', root: 'html' };
    return this.#withoutRecord(root, hasTooManyTags);
  }

  #bestRecord(root: Kind): Kind | null {
    const emptyLists = emptyListsIn(root);
    const mayBeRecord = (kind: Kind): boolean => !emptyLists.some((list) => !isWithin(list, kind));
    const [best] = [...this.#candidates]
      .filter((kind) => isNamedAsJob(kind) || mayBeRecord(kind))
      .sort((a, b) => b.rank - a.rank || Number(b.hasTitle) - Number(a.hasTitle) || nearerToRoot(a, b));
    if (best) return best;
    if (this.#syndicated !== null || this.#sawHtmlDoctype || isOtherDocument(root.local)) return null;
    const [repeated] = repeatedIn(root)
      .filter(mayBeRecord)
      .sort(
        (a, b) =>
          a.depth - b.depth ||
          Number(b.hasTitle || b.hasAttributes) - Number(a.hasTitle || a.hasAttributes) ||
          b.children.size - a.children.size ||
          nearerToRoot(a, b),
      );
    if (repeated) return repeated;
    if (root.sureness === Sureness.job && root.hasTitle) return root;
    const titled = titledIn(root);
    return titled !== null && mayBeRecord(titled) ? titled : null;
  }

  /** Only what is an empty feed beyond doubt is one: the jobs of a feed that is empty are closed. */
  #withoutRecord(root: Kind, hasTooManyTags: boolean): Head {
    const { local, name } = root;
    if (hasError(root)) return { kind: 'not-a-feed', root: name };
    const [emptyList] = emptyListsIn(root);
    const mayBeEmpty =
      FEED_ROOTS.has(local) ||
      this.#recordName !== null ||
      emptyList !== undefined ||
      (PLAIN_ROOTS.has(local) && root.children.size === 0);
    const repeated = countRepeated(root, (kind) => this.#isUnexplained(kind));
    if (!isOtherDocument(local) && (repeated.length > 0 || (mayBeEmpty && hasTooManyTags))) {
      return { kind: 'no-record', root: name, repeated, emptyList: emptyList?.name ?? null, hasTooManyTags };
    }
    if (!mayBeEmpty || isOtherDocument(local) || isMessage(root)) return { kind: 'not-a-feed', root: name };
    const recordStart = this.#scanner.text.length;
    return { kind: 'empty', path: [name], rootStart: root.start, recordStart };
  }

  /** Whether an element has no place in an empty feed if it occurs more than once. */
  #isUnexplained(kind: Kind): boolean {
    if (isDeletionName(kind.local)) return false;
    if (this.#recordName === null && this.#syndicated === null) return true;
    return this.#isFormatRecord(kind) || (kind.holdsElements && !isOther(kind.local));
  }

  #feed(record: Kind): Head {
    return {
      kind: 'feed',
      path: record.path(),
      rootStart: this.#root?.start ?? record.start,
      recordStart: record.start,
      onlyInParent: [...this.#candidates].some((other) => isNamesake(other, record)),
    };
  }
}

/** A name with other letters than ASCII ones as the text that it is in UTF-8, in lower case. */
function utf8Lower(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? utf8Name(bytes).toLowerCase() : bytes;
}

/** The text of an element without elements, without comments. */
function ownText(content: string): string {
  const scanner = new MarkupScanner(content);
  const { start, end } = SECTIONS.cdata;
  let text = '';
  let from = 0;
  while (scanner.next()) {
    text += content.slice(from, scanner.start);
    from = scanner.end;
    if (scanner.kind === Markup.cdata) {
      text += content.slice(scanner.start + start.length, scanner.end - end.length);
    }
  }
  return (text + content.slice(from)).trim();
}

/** The names in front of each '=' outside of quotes. */
function attributeNames(text: string, from: number, to: number): string[] {
  const names: string[] = [];
  let quote = 0;
  let start = from;
  let end = from;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
      continue;
    }
    if (code === CODE.equals) names.push(asciiLower(text.slice(start, end)));
    else if (code === CODE.quote || code === CODE.apostrophe) quote = code;
    else if (!isSpace(code)) {
      if (end < i) start = i;
      end = i + 1;
    }
  }
  return names;
}
