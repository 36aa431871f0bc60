import { FeedflowError } from '@feedflow/shared/errors';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { JobRules, UsedIdentity } from '@feedflow/shared/model/identity';
import { type Mapping, parseMapping } from '@feedflow/shared/model/mapping';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { FeedFacts, HttpFacts, NamedError, RunWarning } from '@feedflow/shared/model/run';
import type { Source } from '@feedflow/shared/model/source';
import type { TextForms } from '@feedflow/shared/model/text-forms';
import type { FeedFetcher } from '../fetch/fetcher.ts';
import type { FeedKeys } from '../identity/feed-keys.ts';
import { type FeedSample, type Identified, identifyUnknown } from '../identity/identify.ts';
import {
  createNormalizer,
  type Normalizer,
  type RecordNormalizer,
  type SampleReading,
} from '../normalize/normalizer.ts';
import { type FeedDocuments, FileDocuments, PageDocuments, type UnreadPages } from '../pages/documents.ts';
import { type DocumentsEnd, openDocuments } from '../pages/read-documents.ts';
import { linkedFeeds } from '../parse/document/feed-links.ts';
import { emptyBody } from '../parse/document/not-a-feed.ts';
import type { OpenFeed } from '../parse/document/open-feed.ts';
import { looseFields } from '../parse/record/loose-fields.ts';
import { deletionOf } from '../record/deletions.ts';
import type {
  FailedRecord,
  FeedShape,
  Forecast,
  Frame,
  ParsedRecord,
  RecordOutcome,
} from '../record/record.ts';
import { Warnings } from '../record/warnings.ts';
import { createReadBudget } from './read-budget.ts';
import { openRecordStream } from './record-stream.ts';

export interface ReadFeedDeps {
  fetcher: FeedFetcher;
}

export interface ReadFeedOptions {
  signal?: AbortSignal;
  /** Sends the source's validators, so that the response may be "not modified". @default false */
  useValidators?: boolean;
  /** Request headers of the source, secrets among them. They are neither logged nor part of any message. */
  requestHeaders?: Record<string, string>;
  /** A feed with more records is not read to its end. @default no limit */
  maxRecords?: number;
  /** A feed with more pages is not read to its end. @default 1000 */
  maxPages?: number;
  identify?: Identify;
  /** Of earlier attempts at reading the feed; this one does not replace them. @default none */
  earlierWarnings?: RunWarning[];
  /** Takes the facts of the response as soon as it has arrived, also where the feed cannot be read. */
  onResponse?: (http: HttpFacts) => void;
}

/** Decides how the jobs of a feed are identified. @default as if nothing was stored of it */
export type Identify = (sample: FeedSample, warnings: Warnings) => Promise<Identified>;

export type FeedSource = Pick<
  Source,
  'name' | 'url' | 'dialect' | 'mapping' | 'filter' | 'values' | 'seenSharedKeys' | 'textForms' | 'http'
>;

/** What the records of a feed are read by, besides its mapping. */
type RecordSource = Omit<FeedSource, 'mapping' | 'http'>;

/** A feed whose first records were read, see `importFeed` for the order of calls. */
export interface BodyReading {
  /**
   * All records in feed order, not yet parsed, in arrays of a few to a few hundred, each valid until the next.
   * @throws FeedflowError if the body fails half-way: feed-unreachable, feed-timeout, feed-too-slow, feed-too-large,
   *   feed-encoding-invalid, feed-too-many-records, feed-over-budget
   * @param forecast segments that need not be read; none by default
   */
  frames(forecast?: Forecast | null): AsyncGenerator<Frame[]>;
  /** Parses and normalizes one record. */
  readRecord(frame: Frame, position: number): RecordOutcome;
  /** The structure of the feed, with what it says about itself before its first record. */
  shape: FeedShape;
  /** The text of a record's bytes. */
  decode(bytes: Buffer): string;
  /** The keys of the jobs read so far. */
  keys: FeedKeys;
  /** How jobs are identified, and by which rules they are compared. */
  identity: UsedIdentity;
  rules: JobRules;
  /** How the texts of its first records are written. */
  textForms: TextForms;
  /** What is odd about the feed so far. */
  warnings: Warnings;
  /** Changes whenever the same bytes may be read as other jobs. */
  fingerprint: string;
  /** What is known of the feed so far. */
  feed(): FeedFacts;
  /** How its first records are read. */
  sample(): SampleReading;
  /** Of the whole feed. @throws Error before all of it was read */
  summary(): FeedSummary;
}

/** The same of a feed that was fetched. */
export interface FeedReading extends BodyReading {
  notModified: false;
  /** `bytes` grows while the feed is read. */
  http: HttpFacts;
  /** Releases the connection, whether or not the feed was read. May be called again. */
  discard(): Promise<void>;
}

/** A 304 response: there is nothing to read. */
export interface NotModified {
  notModified: true;
  http: HttpFacts;
  discard(): Promise<void>;
}

export interface FeedSummary {
  feed: FeedFacts;
  /** In the feed, including failed ones; a record that was cut off does not count. */
  records: number;
  /** Documents that it was read from: its pages, or the files of its archive. */
  pages: number;
  /** Whether they came with one response, so that the feed cannot have changed between them. */
  isOneResponse: boolean;
  /** False if the feed was cut off, or a page of it failed: a later import may read more. */
  complete: boolean;
  /** feed-truncated, with what was open and where; feed-incomplete, with the page that was not read. */
  cut: NamedError | null;
  /**
   * Whether a job that is not in the feed may count as gone: not if it has more pages, or says that it holds more than
   * it does.
   */
  showsMissing: boolean;
  /** Whether the feed says that it has all jobs, or only those that changed; null if it says nothing. */
  load: 'full' | 'delta' | null;
  /** How many records a list of the newest jobs has by its own words; null if it does not say that it is one. */
  window: number | null;
}

/** Longer records fail: some ten times the size of the longest real job. */
const MAX_RECORD_BYTES = 1024 * 1024;
/** Of a feed that is not imported. */
const DEFAULT_MAX_PAGES = 1_000;

/**
 * Fetches the feed of a source and reads up to its first record.
 * @throws FeedflowError for anything that is not a readable feed
 */
export async function readFeed(
  { fetcher }: ReadFeedDeps,
  source: FeedSource,
  {
    signal,
    useValidators = false,
    requestHeaders,
    maxRecords,
    maxPages = DEFAULT_MAX_PAGES,
    identify,
    earlierWarnings,
    onResponse,
  }: ReadFeedOptions = {},
): Promise<FeedReading | NotModified> {
  const mapping = parseMapping(source.mapping);
  const { etag, lastModified } = useValidators ? source.http : { etag: null, lastModified: null };
  const fetched = await fetcher.fetch({
    url: source.url,
    etag,
    lastModified,
    headers: requestHeaders,
    signal,
    onResponse,
  });
  const { http } = fetched;
  if (http.notModified) return { notModified: true, http, discard: fetched.discard };
  const pages = new PageDocuments(fetched, { sourceUrl: source.url, maxPages });
  const finalUrl = http.finalUrl ?? source.url;
  const read = await readDocuments(pages, source, {
    mapping,
    finalUrl,
    maxRecords,
    identify,
    earlierWarnings,
  }).catch((error: unknown) => {
    throw withLinkedFeeds(error, finalUrl);
  });
  return { notModified: false, http, discard: () => pages.discard(), ...read };
}

/** Names the feeds that a page links to, as URLs: one of them may be the one that was meant. */
function withLinkedFeeds(error: unknown, pageUrl: string): unknown {
  if (!(error instanceof FeedflowError) || !Array.isArray(error.details['feedLinks'])) return error;
  const { feedLinks, ...details } = error.details;
  const linked = linkedFeeds(feedLinks as string[], pageUrl);
  const [first] = linked;
  if (first === undefined) return new FeedflowError(error.code, error.message, { details, cause: error });
  const message = `${error.message}; the page links to the feed ${first}`;
  return new FeedflowError(error.code, message, {
    details: { ...details, linkedFeeds: linked },
    cause: error,
  });
}

export interface BodyFacts {
  /** The source's mapping, checked; null for none. */
  mapping: Mapping | null;
  /** The address of the body: relative links are resolved against it. */
  finalUrl: string;
  /** A feed with more records is not read to its end. @default no limit */
  maxRecords?: number | undefined;
  identify?: Identify | undefined;
  /** See `ReadFeedOptions`. */
  earlierWarnings?: RunWarning[] | undefined;
}

/**
 * Reads a feed from the bytes of one document, whatever their origin: charset, records, jobs.
 * @throws FeedflowError as `readDocuments`
 */
export function readBody(
  chunks: AsyncIterable<Uint8Array>,
  source: RecordSource,
  { contentType, ...facts }: BodyFacts & { contentType: string | null },
): Promise<BodyReading> {
  return readDocuments(new FileDocuments(oneFile(chunks), contentType), source, facts);
}

async function* oneFile(chunks: AsyncIterable<Uint8Array>) {
  yield { name: null, chunks };
}

/**
 * Reads a feed from its documents: they are one sequence of records, read in one way.
 * @throws FeedflowError feed-empty, feed-not-xml, feed-mapping-invalid, and what the first document throws
 */
export async function readDocuments(
  documents: FeedDocuments,
  source: RecordSource,
  facts: BodyFacts,
): Promise<BodyReading> {
  try {
    return await openReading(documents, source, facts);
  } catch (error) {
    await documents.discard();
    throw error;
  }
}

async function openReading(
  documents: FeedDocuments,
  source: RecordSource,
  {
    mapping,
    finalUrl,
    maxRecords = Number.POSITIVE_INFINITY,
    identify = identifyUnknown,
    earlierWarnings,
  }: BodyFacts,
): Promise<BodyReading> {
  const budget = createReadBudget();
  const warnings = new Warnings(earlierWarnings);
  const first = await documents.next(null);
  if (!first) throw emptyBody();
  const opened = await openDocuments(documents, first, {
    recordName: mapping?.record?.toLowerCase() ?? null,
    maxRecordBytes: MAX_RECORD_BYTES,
  });
  const stream = await openRecordStream({ documents, opened, budget }, { maxRecords });
  const { sample } = stream;
  const feed = opened.main();
  const firstRecords = feed.parseSample(sample.frames.filter(({ deletes }) => !deletes)).filter(isRecord);
  const shape = shapeOf(feed.shape, firstRecords);
  const isPart =
    sample.error !== undefined ||
    (sample.isEnd && (documents.unread?.failed === true || opened.end().cut !== null));
  const normalizer = createNormalizer({
    source,
    mapping,
    finalUrl,
    shape,
    sample: firstRecords,
    isPart,
    warnings,
  });
  const sampleJobs = normalizer.sampleJobs();
  const isWhole =
    sample.isEnd &&
    sampleJobs.length === sample.frames.length &&
    documents.unread === null &&
    hasAllJobs(opened.end());
  const { rules, used } = await identify(
    { sourceUrl: source.url, mapping, jobs: sampleJobs, isWhole, basis: normalizer.hashBasis },
    warnings,
  );
  const jobs = normalizer.begin(rules);

  async function* frames(forecast: Forecast | null = null): AsyncGenerator<Frame[]> {
    try {
      const batches = stream.frames(forecast);
      if (inherited === null) yield* batches;
      else for await (const batch of batches) yield batch.map(withInherited);
    } finally {
      const { unread } = documents;
      if (unread) warnings.add('pages-unread', { sample: unread.url, message: unreadMessage(unread) });
    }
    const { mismatch } = opened.end();
    if (mismatch) {
      const { stated, records } = mismatch;
      const message = `the feed says that it holds ${amountLabel(stated, 'record')}, and has ${records}`;
      warnings.add('count-mismatch', { message });
    }
  }

  let around: RecordNode | null = null;
  let inherited = jobs.inheritedFrom(null);
  function withInherited(frame: Frame): Frame {
    if (frame.around !== around) inherited = jobs.inheritedFrom(frame.around);
    around = frame.around;
    return { ...frame, inherited };
  }

  function readRecord(frame: Frame, position: number): RecordOutcome {
    budget.beginRecord();
    const record = feed.parse(frame, position);
    if (frame.deletes) return { position, deletion: deletionOf(frame, record) };
    if (!isRecord(record)) return named(record, frame);
    return budget.isRecordOver() ? overBudget(frame, record, jobs) : jobs.normalize(record);
  }

  /** A record that cannot be parsed may still show its id. */
  function named({ position, failure }: FailedRecord, { bytes }: Frame): FailedRecord {
    const name = bytes === null ? {} : jobs.nameOf(looseFields(feed.decode(bytes)));
    return { position, failure: { ...failure, ...name } };
  }

  const facts = (): FeedFacts => factsOf(feed, normalizer);
  return {
    frames,
    readRecord,
    shape,
    decode: feed.decode,
    keys: jobs.keys,
    identity: used,
    textForms: normalizer.textForms,
    rules,
    warnings,
    fingerprint: `${jobs.fingerprint}|${feed.fingerprint()}`,
    feed: facts,
    sample: normalizer.sampleReading,
    summary() {
      if (!stream.isRead()) throw new Error('the summary of a feed is known only after all of it was read');
      return summaryOf(opened.end(), documents.unread, { records: stream.count(), feed: facts() });
    },
  };
}

function summaryOf(
  end: DocumentsEnd,
  unread: UnreadPages | null,
  { records, feed }: { records: number; feed: FeedFacts },
): FeedSummary {
  const failed = unread?.failed ? { code: 'feed-incomplete', message: unreadMessage(unread) } : null;
  const cut = end.cut ?? failed;
  const hasAll = cut === null && unread === null;
  return {
    feed,
    records,
    pages: end.documents,
    isOneResponse: end.isOneResponse,
    complete: cut === null,
    cut,
    showsMissing: hasAll && (end.mismatch === null || end.mismatch.stated < end.mismatch.records),
    load: end.load,
    window: end.window,
  };
}

/** Whether all open jobs of the publisher are in a feed, as far as it says. */
function hasAllJobs({ cut, mismatch, load, window }: DocumentsEnd): boolean {
  return cut === null && mismatch === null && load !== 'delta' && window === null;
}

/** The dialect is that of the records proper, where others are written around them. */
function shapeOf(shape: FeedShape, sample: ParsedRecord[]): FeedShape {
  const wrapped = sample.find(({ payload }) => payload !== null);
  return wrapped === undefined ? shape : { ...shape, recordElement: wrapped.payload };
}

function unreadMessage({ url, reason, skipped }: UnreadPages): string {
  if (skipped) return `${url} of the feed was not read: ${reason}`;
  return url === null
    ? `pages of the feed were not read: ${reason}`
    : `pages of the feed were not read, from ${url} on: ${reason}`;
}

/** A record that took too long to parse. Its key is not claimed, so that a copy of it may still be imported. */
function overBudget({ offset, size }: Frame, record: ParsedRecord, jobs: RecordNormalizer): RecordOutcome {
  const message = `parsing the record at byte ${offset} (${size} bytes) took too much CPU time`;
  const failure = { stage: 'parse', reasonCode: 'record-over-budget', message, field: null } as const;
  return { position: record.position, failure: { ...failure, ...jobs.nameOf(record.fields) } };
}

type Parsed = ReturnType<OpenFeed['parse']>;

function isRecord(record: Parsed): record is ParsedRecord {
  return 'fields' in record;
}

function factsOf(feed: OpenFeed, normalizer: Normalizer): FeedFacts {
  const { recordElement } = feed.shape;
  return {
    dialect: normalizer.dialect,
    charset: feed.charset(),
    recordElement: recordElement ?? '',
    fields: normalizer.chosen,
  };
}
