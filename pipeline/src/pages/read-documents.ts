import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { NamedError } from '@feedflow/shared/model/run';
import type { DocumentFacts } from '../parse/document/document-facts.ts';
import { type OpenFeed, type OpenFeedOptions, openFeed } from '../parse/document/open-feed.ts';
import { localName } from '../record/local-name.ts';
import { copyFrame, type Forecast, type Frame, recordsOf } from '../record/record.ts';
import type { FeedDocument, FeedDocuments } from './documents.ts';
import { recordsBefore } from './next-page.ts';

/** What the documents of a feed said about it, once it was read to its end. */
export interface DocumentsEnd {
  documents: number;
  /** Whether they came with one response, so that the feed cannot have changed between them. */
  isOneResponse: boolean;
  /** What was open at the end of the last one; null if it is complete. */
  cut: NamedError | null;
  /** How many records the feed says that it holds, if it holds another number. */
  mismatch: { stated: number; records: number } | null;
  load: DocumentFacts['load'];
  /** How many records a list of the newest jobs has by its own title or page size; null if none says so. */
  window: number | null;
}

/** The documents of one feed as one sequence of records. */
export interface OpenDocuments {
  /**
   * The document that decides how all records are read: the first one with a record. Its shape is known with that
   * record.
   */
  main(): OpenFeed;
  /** All records in feed order, in arrays as they arrive; each array is valid until the next. Can be called once. */
  frames(): AsyncGenerator<Frame[]>;
  /** Segments of the first document that need not be read. */
  expect(forecast: Forecast): void;
  end(): DocumentsEnd;
}

const EMPTY_FILE = 'the file is empty';
/** One record may lead every page: so many tell pages apart. */
const MARKED_RECORDS = 5;
const NEWEST_WORDS =
  'latest|newest|most recent|last|top|neuesten?|aktuellsten?|derni[eè]re?s|nouvelles|[uú]ltim[oa]s|ultim[ei]|laatste|nieuwste|senaste|siste|seneste';
/** Titles such as "Latest 20 jobs" and "Les 20 dernières offres". */
const NEWEST = [
  new RegExp(`\\b(?:${NEWEST_WORDS})\\s{1,3}(\\d{1,4})(?!\\d)`, 'i'),
  new RegExp(`(?<!\\d)(\\d{1,4})\\s{1,3}(?:${NEWEST_WORDS})\\b`, 'i'),
];

/**
 * Opens the first document of a feed.
 * @throws FeedflowError feed-empty, feed-not-xml, and what reading the document throws
 */
export async function openDocuments(
  documents: FeedDocuments,
  first: FeedDocument,
  options: Omit<OpenFeedOptions, 'contentType'>,
): Promise<OpenDocuments> {
  const opened = await openFirst(documents, first, options);
  let main = opened;
  let hasRecords = false;
  const facts = new FeedFacts();
  /** Digests of the first records of each document. */
  const firstRecords = new Set<string>();

  /** @returns how many records and deletions the document has; null if it is one that was read before */
  async function* framesOf(
    document: OpenFeed,
  ): AsyncGenerator<Frame[], { records: number; deletions: number } | null> {
    const counts = { records: 0, deletions: 0 };
    const batches = withFirst(document.frames(), MARKED_RECORDS);
    try {
      for await (const batch of batches) {
        const isFirst = counts.records + counts.deletions === 0;
        if (isFirst && !documents.isArchive && isRepeated(batch)) return null;
        if (!hasRecords) main = document;
        hasRecords = true;
        for (const frame of batch) counts[frame.deletes ? 'deletions' : 'records'] += recordsOf(frame);
        yield document.legacyCharset === main.legacyCharset
          ? batch
          : batch.map((frame) => inUtf8(frame, document));
      }
      return counts;
    } finally {
      await batches.return(undefined);
    }
  }

  function isRepeated(batch: Frame[]): boolean {
    const digest = createHash('sha1');
    for (const { bytes, size } of batch.slice(0, MARKED_RECORDS)) digest.update(bytes ?? String(size));
    const mark = digest.digest('base64');
    const isKnown = firstRecords.has(mark);
    firstRecords.add(mark);
    return isKnown;
  }

  async function* frames(): AsyncGenerator<Frame[]> {
    for (let document: OpenFeed | null = opened; document; ) {
      const counts: { records: number; deletions: number } | null = yield* framesOf(document);
      if (counts === null) {
        documents.refuse('it begins with the same records as a page before it', { failed: false });
        return;
      }
      const { records, deletions } = counts;
      facts.add(document.facts(), records);
      facts.cut = document.cut();
      if (facts.cut) return;
      const next = await documents.next({
        facts: document.facts(),
        records,
        isEmpty: records + deletions === 0,
      });
      document = next && (await openOrSkip(next));
    }
  }

  /** Opens a document, or in an archive the first one from it on that is not empty. */
  async function openOrSkip(from: FeedDocument): Promise<OpenFeed | null> {
    for (let next: FeedDocument | null = from; next; next = await documents.next(null)) {
      const document = await openNext(next);
      if (document !== 'skipped') return document;
    }
    return null;
  }

  async function openNext({ chunks, contentType }: FeedDocument): Promise<OpenFeed | 'skipped' | null> {
    const known = main.shape.recordElement;
    const recordName = options.recordName ?? (known === null ? null : localName(known));
    try {
      // The files of an archive may have been written by different programs.
      const mayDiffer = options.recordName === null && documents.isArchive;
      return await openFeed(chunks, { ...options, recordName, mayDiffer, contentType });
    } catch (error) {
      if (isEmptyFile(error, documents)) {
        documents.skip(EMPTY_FILE);
        return 'skipped';
      }
      documents.refuse(errorMessage(error, 300), { failed: true });
      if (documents.endsWith(error)) return null;
      throw error;
    }
  }

  const expect = (forecast: Forecast) => {
    opened.forecast = forecast;
  };
  return { main: () => main, frames, expect, end: () => facts.end(documents) };
}

/**
 * Opens the first document, or in an archive the first one that is not empty and lists no other things, such as places
 * or companies.
 */
async function openFirst(
  documents: FeedDocuments,
  first: FeedDocument,
  options: Omit<OpenFeedOptions, 'contentType'>,
): Promise<OpenFeed> {
  const { chunks, contentType } = first;
  try {
    return await openFeed(chunks, { ...options, contentType });
  } catch (error) {
    const isEmpty = isEmptyFile(error, documents);
    if (isEmpty) documents.skip(EMPTY_FILE);
    else if (!documents.isArchive || !listsOtherThings(error)) throw error;
    const next = await documents.next(null);
    if (next === null) throw error;
    return openFirst(documents, next, options);
  }
}

/** Unlike an empty list of jobs it says nothing about jobs: writing it may have failed. */
function isEmptyFile(error: unknown, { isArchive }: FeedDocuments): boolean {
  return isArchive && errorCode(error) === 'feed-empty';
}

function listsOtherThings(error: unknown): boolean {
  return error instanceof FeedflowError && error.details['onlyOther'] === true;
}

/** The same batches, the first one with so many frames at least, unless there are fewer. */
async function* withFirst(batches: AsyncGenerator<Frame[]>, minFrames: number): AsyncGenerator<Frame[]> {
  let first: Frame[] = [];
  let failure: { error: unknown } | null = null;
  try {
    while (first.length < minFrames) {
      first = first.map(copyFrame);
      const next = await batches.next().catch((error: unknown) => {
        failure = { error };
        return { done: true, value: undefined } as const;
      });
      if (next.done) break;
      first = first.concat(next.value);
    }
    if (first.length > 0) yield first;
    if (failure) throw (failure as { error: unknown }).error;
    yield* batches;
  } finally {
    await batches.return(undefined);
  }
}

/** A record in UTF-8: all records are decoded by the main document, which may declare another encoding. */
function inUtf8(frame: Frame, { decode }: OpenFeed): Frame {
  const { bytes } = frame;
  return bytes === null || isUtf8(bytes)
    ? frame
    : { ...frame, bytes: Buffer.from(decode(bytes)), lead: null };
}

/** Adds up what the documents of a feed say about it. */
class FeedFacts {
  cut: NamedError | null = null;
  #records = 0;
  /** Records that come before the first page. */
  #before = 0;
  #first: DocumentFacts | null = null;
  #stated: number | null = null;
  #statedOfFiles = 0;
  #load: DocumentFacts['load'] = null;

  add(facts: DocumentFacts, records: number): void {
    if (this.#first === null) this.#before = recordsBefore(facts);
    this.#first ??= facts;
    this.#records += records;
    // One delta among several files makes the whole a delta.
    if (this.#load !== 'delta') this.#load = facts.load ?? this.#load;
    if (facts.total === null) return;
    this.#statedOfFiles += facts.total;
    this.#stated = Math.max(this.#stated ?? 0, facts.total);
  }

  end({ count, isArchive }: FeedDocuments): DocumentsEnd {
    return {
      documents: count,
      isOneResponse: count === 1 || isArchive,
      cut: this.cut,
      mismatch: this.#mismatch(count, isArchive),
      load: this.#load,
      window: this.#window(count),
    };
  }

  #mismatch(documents: number, isArchive: boolean): DocumentsEnd['mismatch'] {
    const stated = isArchive ? this.#statedOfFiles : this.#stated;
    if (stated === null) return null;
    const records = this.#records + this.#before;
    // On a page, it may be the number of its own records.
    if (stated < records) return documents === 1 && stated > 0 ? { stated, records } : null;
    return stated > records ? { stated, records } : null;
  }

  #window(documents: number): number | null {
    if (documents !== 1 || this.#first === null) return null;
    const title = this.#first.title ?? '';
    const named = NEWEST.flatMap((pattern) => pattern.exec(title)?.[1] ?? []);
    // A page size beside the total says nothing: the list is as long as it is.
    const pageSize = this.#first.total === null ? this.#first.pageSize : null;
    const size = named[0] === undefined ? pageSize : Number(named[0]);
    return size === this.#records ? size : null;
  }
}
