import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { NamedError } from '@feedflow/shared/model/run';
import { localName } from '../../record/local-name.ts';
import {
  type ExpectedSegment,
  type FeedShape,
  type Forecast,
  type Frame,
  recordsOf,
} from '../../record/record.ts';
import { createElementNames, utf8Name } from '../names.ts';
import { createRecordParser, type RecordParser } from '../record/parse-record.ts';
import { createRecordReader } from '../record/record-reader.ts';
import { shownText } from '../record/shown-text.ts';
import { isOther, Sureness, surenessOf } from '../record-names.ts';
import { ByteSource } from './byte-source.ts';
import { ByteTail } from './byte-tail.ts';
import { charsetOfContentType, charsetOfDeclaration, createTextDecoding } from './charset.ts';
import { type DocumentFacts, readDocumentFacts } from './document-facts.ts';
import { ElementsAround } from './elements-around.ts';
import { hasWholeHead } from './feed-links.ts';
import { Framer } from './framer.ts';
import { type Head, inspectHead, MAX_HEAD_TAGS, SYNDICATION_RECORDS } from './head.ts';
import { InnerLists } from './inner-lists.ts';
import { emptyBody, nestedTooDeep, noRecordFound, notAFeed } from './not-a-feed.ts';

export interface OpenFeedOptions {
  /** The Content-Type header, for its charset. */
  contentType: string | null;
  /** Name of the record element if it is known; null to find it. */
  recordName: string | null;
  /** Whether an element with a name of jobs is a record too, where there is none with that name. @default false */
  mayDiffer?: boolean;
  /** A longer record fails. */
  maxRecordBytes: number;
}

/** A feed whose beginning was read: its structure, and its records. */
export interface OpenFeed extends Pick<RecordParser, 'parse' | 'parseSample'> {
  shape: FeedShape;
  /** The encodings found so far. */
  charset(): string;
  /** The encoding of bytes that are no UTF-8. */
  legacyCharset: string;
  /**
   * The declared encodings, the version and the form of the parser: with its bytes they decide how a record is read.
   */
  fingerprint(): string;
  /** Segments of the feed that need not be read; null for none. May be set while `frames` is read. */
  forecast: Forecast | null;
  /** All records in feed order, in arrays as they arrive; each array is valid until the next. Can be called once. */
  frames(): AsyncGenerator<Frame[]>;
  /** The text of one record, in any encoding. */
  decode(bytes: Buffer): string;
  /** After `frames` ended: null if the feed is complete, else what was open at its end. */
  cut(): NamedError | null;
  /** What the document says about itself; of what is behind its records only after `frames` ended. */
  facts(): DocumentFacts;
}

/** No feed needs more than this before its first record. */
const MAX_HEAD_BYTES = 512 * 1024;
/** Changes when the same bytes are read as other records. */
const READING_VERSION = 3;
/** So much of the end of a document is searched for what it says about itself. */
const MAX_TAIL_BYTES = 64 * 1024;

/**
 * Reads the beginning of a feed, up to its first record or its end. The use of memory does not depend on the size of
 * the feed.
 * @throws FeedflowError feed-empty, feed-not-xml, and what `chunks` throws
 */
export async function openFeed(
  chunks: AsyncIterable<Uint8Array>,
  options: OpenFeedOptions,
): Promise<OpenFeed> {
  const source = new ByteSource(chunks);
  const wide = await source.start();
  const start = await readStart(source, options);
  const head = checkStart(start, options.recordName);
  const { bytes, text } = start;
  const declared = [charsetOfContentType(options.contentType), charsetOfDeclaration(text)];
  const decoding = createTextDecoding(declared, wide);
  const path = head.path.map((name) => utf8Name(name));
  const around = createElementsAround(path, decoding.decode);
  const framer = createFramer(head, options, around);
  const parser = createRecordParser({
    decoding,
    prefix: prefixOf(path),
    maxRecordBytes: options.maxRecordBytes,
  });
  const lists = new InnerLists({
    decode: decoding.decode,
    readRecord: createRecordReader(null),
    maxRecordBytes: options.maxRecordBytes,
  });
  const tail = new ByteTail(MAX_TAIL_BYTES);
  let cut: NamedError | null = null;
  /** The segment whose bytes are awaited. */
  let expected: ExpectedSegment | null = null;

  /** Segments that are expected and follow are skipped, all other records are cut out. */
  async function* framesIn(arrived: Buffer): AsyncGenerator<Frame[]> {
    framer.append(arrived);
    for (;;) {
      framer.pauses = feed.forecast !== null;
      if (feed.forecast && framer.isPaused) {
        expected ??= await feed.forecast.next();
        const isNext = expected && framer.isNext(expected);
        if (expected && isNext === null) return;
        const known = isNext && (await feed.forecast.accept()) ? expected : null;
        expected = null;
        if (known) {
          yield [framer.skip(known)];
          continue;
        }
      }
      const found = framer.read();
      if (found.length > 0) yield found;
      if (!framer.isPaused) return;
    }
  }

  async function* frames(): AsyncGenerator<Frame[]> {
    let records = 0;
    /** Behind the last record. */
    let recordsEnd = 0;
    const expand = (found: Frame[]): Frame[] => {
      const last = found.at(-1);
      if (last) recordsEnd = last.offset + last.size;
      const expanded = lists.expand(found);
      for (const frame of expanded) records += recordsOf(frame);
      return expanded;
    };
    source.putBack(bytes);
    for await (const chunk of source.chunks()) {
      tail.add(chunk);
      for await (const found of framesIn(chunk)) yield expand(found);
    }
    if (start.failure) throw start.failure.error;
    const end = framer.end();
    const last = expand(end.frames);
    tail.cut(recordsEnd);
    if (last.length > 0) yield last;
    if (end.open !== null) cut = truncated(end.open, end.offset, records);
  }

  const headText = decoding.decode(bytes.subarray(head.rootStart, head.recordStart));
  const shape = {
    path,
    recordElement: head.kind === 'feed' ? shownText(path.at(-1) ?? '') : null,
    head: parseHead(headText, path),
  };
  const outer = head.kind === 'feed' ? path.slice(0, -1) : path;
  const facts = () => {
    const tailText = decoding.decode(tail.bytes());
    // What is said in an element that is repeated is not about the feed.
    const ofFeed = outer.slice(0, around.repeatedAt);
    return head.kind === 'feed'
      ? readDocumentFacts(headText, tailText, ofFeed)
      : readDocumentFacts(tailText, '', ofFeed);
  };
  const fingerprint = () => [READING_VERSION, wide, ...declared, parser.form()].join('|');
  const { decode, charset, legacyCharset } = decoding;
  const { parse, parseSample } = parser;
  const feed: OpenFeed = {
    shape,
    charset,
    legacyCharset,
    fingerprint,
    forecast: null,
    frames,
    parse,
    parseSample,
    decode,
    cut: () => cut,
    facts,
  };
  return feed;
}

interface FeedStart {
  bytes: Buffer;
  head: Head;
  /** The bytes, one character each. */
  text: string;
  /** The document has ended too. */
  ended: boolean;
  /** What broke off the document behind a first record; null for nothing. */
  failure: Failure | null;
}

interface Failure {
  error: unknown;
}

async function readStart(
  source: ByteSource,
  { recordName, mayDiffer = false }: OpenFeedOptions,
): Promise<FeedStart> {
  const chunks: Buffer[] = [];
  let length = 0;
  let nextInspection = 1;
  let failure: Failure | null = null;
  for (;;) {
    const chunk = await source.next().catch((error: unknown) => {
      failure = { error };
      return null;
    });
    if (chunk) chunks.push(chunk);
    length += chunk?.length ?? 0;
    const final = !chunk || length >= MAX_HEAD_BYTES;
    if (length < nextInspection && !final) continue;
    const bytes = Buffer.concat(chunks);
    const text = bytes.toString('latin1');
    const named = inspectHead(text, final, recordName);
    const head = mayDiffer && named.kind !== 'feed' && final ? (jobsIn(text) ?? named) : named;
    const isPage = head.kind === 'not-a-feed' && head.root === 'html';
    if (failure && head.kind !== 'feed' && !isPage) throw (failure as Failure).error;
    const isKnown = isPage ? hasWholeHead(text) : head.kind !== 'unknown';
    if (final || isKnown) return { bytes, head, text, ended: !chunk, failure };
    // Each inspection starts from the beginning: the next one waits for twice the bytes.
    nextInspection = length * 2;
  }
}

/** The head of a feed whose records have a name of jobs, or are those of their format; else null. */
function jobsIn(text: string): Head | null {
  const head = inspectHead(text, true, null);
  return head.kind === 'feed' && isSureRecord(head.path) ? head : null;
}

function isSureRecord(path: string[]): boolean {
  const [root = ''] = path;
  const record = localName(path.at(-1) ?? '');
  return surenessOf(record) === Sureness.job || SYNDICATION_RECORDS.get(localName(root)) === record;
}

/** The head of a feed with or without records. @throws FeedflowError feed-empty, feed-not-xml */
function checkStart(
  { bytes, head, text, ended }: FeedStart,
  recordName: string | null,
): Extract<Head, { path: string[] }> {
  if (text.trim() === '') throw emptyBody();
  const readable = bytes.toString('utf8');
  if (head.kind === 'unknown') throw notAFeed(readable, null);
  if (head.kind === 'too-deep') throw nestedTooDeep(head.position);
  if (head.kind === 'not-a-feed') throw notAFeed(readable, head.root === null ? null : utf8Name(head.root));
  if (head.kind === 'no-record') {
    const whole = ended ? null : `${MAX_HEAD_BYTES} bytes`;
    const inspected = head.hasTooManyTags ? `${MAX_HEAD_TAGS} tags` : whole;
    const repeated = head.repeated.map(({ name, count }) => ({ name: utf8Name(name), count }));
    const emptyList = head.emptyList === null ? null : utf8Name(head.emptyList);
    throw noRecordFound(utf8Name(head.root), { inspected, repeated, emptyList, recordName });
  }
  // A feed that was not inspected to its end must not count as an empty one.
  if (head.kind === 'empty' && !ended) {
    const inspected = `${MAX_HEAD_BYTES} bytes`;
    throw noRecordFound(utf8Name(head.path[0]), { inspected, repeated: [], emptyList: null, recordName });
  }
  return head;
}

function createElementsAround(path: string[], decode: (bytes: Buffer) => string): ElementsAround {
  const [root = '', second = ''] = path.map(localName);
  const ofFeed = second === 'channel' ? 2 : 1;
  // A root that is a company is around its jobs as one of several is.
  const outer = isOther(root) ? 0 : ofFeed;
  const prefix = prefixOf(path);
  const read = createRecordReader(prefix);
  return new ElementsAround({
    outer,
    readElement: (element) => read(decode(element)),
    propertyOf: createElementNames(prefix),
  });
}

function createFramer(
  head: Extract<Head, { path: string[] }>,
  { maxRecordBytes }: OpenFeedOptions,
  around: ElementsAround,
): Framer {
  const { path } = head;
  const recordName = head.kind === 'feed' ? (path.at(-1) ?? null) : null;
  const outer = head.kind === 'feed' ? path.slice(0, -1) : path;
  return new Framer({
    recordName,
    parentName: outer.at(-1) ?? null,
    rootName: outer[0] ?? null,
    onlyInParent: head.kind === 'feed' && head.onlyInParent,
    maxRecordBytes,
    around,
  });
}

/** The prefix of all elements of a feed, as in <atom:entry>; null for none. */
function prefixOf(path: string[]): string | null {
  const record = path.at(-1) ?? '';
  return record === localName(record) ? null : record.slice(0, record.indexOf(':'));
}

/** The part of the feed before its first record, as a node; {} if it cannot be read. */
function parseHead(text: string, path: string[]): RecordNode {
  const around = path.length > 1 ? path.slice(0, -1) : path;
  const closers = [...around].reverse().map((name) => `</${name}>`);
  try {
    return createRecordReader(prefixOf(path))(text + closers.join(''));
  } catch {
    return {};
  }
}

function truncated(open: string, offset: number, records: number): NamedError {
  return {
    code: 'feed-truncated',
    message: `the feed ended at byte ${offset} within ${shownText(utf8Name(open))}; the ${records} records before it are complete`,
  };
}
