import type { JobRules, UsedIdentity } from '@feedflow/shared/model/identity';
import { type Mapping, parseMapping } from '@feedflow/shared/model/mapping';
import type { FeedFacts, HttpFacts, NamedError } from '@feedflow/shared/model/run';
import type { Source } from '@feedflow/shared/model/source';
import type { FeedFetcher } from './fetch/fetcher.ts';
import type { FeedKeys } from './identity/feed-keys.ts';
import { type FeedSample, type Identified, identifyUnknown } from './identity/identify.ts';
import { createNormalizer, type Normalizer } from './normalize/normalizer.ts';
import { type OpenFeed, openFeed } from './parse/document/open-feed.ts';
import { createReadBudget, tooManyRecords } from './read-budget.ts';
import type { FeedShape, Frame, ParsedRecord, RecordOutcome } from './record.ts';
import { Warnings } from './warnings.ts';

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
  identify?: Identify;
}

/** Decides how the jobs of a feed are identified. @default as if nothing was stored of it */
export type Identify = (sample: FeedSample, warnings: Warnings) => Promise<Identified>;

export type FeedSource = Pick<Source, 'name' | 'url' | 'dialect' | 'mapping' | 'http'>;

/** A feed whose first bytes were read, see `importFeed` for the order of calls. */
export interface BodyReading {
  /**
   * All records in feed order, not yet parsed, in arrays of a few to a few hundred, each valid until the next.
   * @throws FeedflowError if the body fails half-way: feed-unreachable, feed-timeout, feed-too-slow, feed-too-large,
   *   feed-encoding-invalid, feed-too-many-records, feed-over-budget
   */
  frames(): AsyncGenerator<Frame[]>;
  /** Parses and normalizes one record. */
  readRecord(frame: Frame, position: number): RecordOutcome;
  /** The text of a record's bytes. */
  decode(bytes: Buffer): string;
  /** The keys of the jobs read so far. */
  keys: FeedKeys;
  /** How jobs are identified, and by which rules they are compared. */
  identity: UsedIdentity;
  rules: JobRules;
  /** What is odd about the feed so far. */
  warnings: Warnings;
  /** Changes whenever the same bytes may be read as other jobs. */
  fingerprint: string;
  /** What is known of the feed so far. */
  feed(): FeedFacts;
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
  /** False if the feed was cut off: jobs that are not in it may still exist. */
  complete: boolean;
  /** feed-truncated, with what was open and where. */
  cut: NamedError | null;
}

/** Longer records fail: some ten times the size of the longest real job. */
const MAX_RECORD_BYTES = 1024 * 1024;
/** Records and bytes that decide the dialect and the order of dates. */
const SAMPLE_RECORDS = 200;
const SAMPLE_BYTES = 2 * 1024 * 1024;

/**
 * Fetches the feed of a source and reads up to its first record.
 * @throws FeedflowError for anything that is not a readable feed
 */
export async function readFeed(
  { fetcher }: ReadFeedDeps,
  source: FeedSource,
  { signal, useValidators = false, requestHeaders, maxRecords, identify }: ReadFeedOptions = {},
): Promise<FeedReading | NotModified> {
  const mapping = parseMapping(source.mapping);
  const { etag, lastModified } = useValidators ? source.http : { etag: null, lastModified: null };
  const fetched = await fetcher.fetch({
    url: source.url,
    etag,
    lastModified,
    headers: requestHeaders,
    signal,
  });
  const { http } = fetched;
  if (http.notModified) return { notModified: true, http, discard: fetched.discard };
  try {
    const finalUrl = http.finalUrl ?? source.url;
    const { contentType } = http;
    const read = await readBody(fetched.body, source, {
      mapping,
      contentType,
      finalUrl,
      maxRecords,
      identify,
    });
    return { notModified: false, http, discard: fetched.discard, ...read };
  } catch (error) {
    await fetched.discard();
    throw error;
  }
}

export interface BodyFacts {
  /** The source's mapping, checked; null for none. */
  mapping: Mapping | null;
  /** The Content-Type header, for its charset; null without one. */
  contentType: string | null;
  /** The address of the body: relative links are resolved against it. */
  finalUrl: string;
  /** A feed with more records is not read to its end. @default no limit */
  maxRecords?: number | undefined;
  identify?: Identify | undefined;
}

/**
 * Reads a feed from its bytes, whatever their origin: charset, records, jobs.
 * @throws FeedflowError feed-empty, feed-not-xml, feed-mapping-invalid, and what `chunks` throws
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  source: Pick<FeedSource, 'name' | 'url' | 'dialect'>,
  {
    mapping,
    contentType,
    finalUrl,
    maxRecords = Number.POSITIVE_INFINITY,
    identify = identifyUnknown,
  }: BodyFacts,
): Promise<BodyReading> {
  const budget = createReadBudget();
  const feed = await openFeed(chunks, {
    contentType,
    recordName: mapping?.record?.toLowerCase() ?? null,
    maxRecordBytes: MAX_RECORD_BYTES,
  });
  const frames = feed.frames();
  const sample = await takeSample(frames);
  const records = feed.parseSample(sample.frames).filter(isRecord);
  const shape = shapeOf(feed.shape, records);
  const warnings = new Warnings();
  const normalizer = createNormalizer({ source, mapping, finalUrl, shape, sample: records, warnings });
  const { rules, used } = await identify(
    { sourceUrl: source.url, mapping, jobs: normalizer.sampleJobs(), basis: normalizer.hashBasis },
    warnings,
  );
  const jobs = normalizer.begin(rules);
  let seen = 0;
  let ended = false;

  function readRecord(frame: Frame, position: number): RecordOutcome {
    budget.beginRecord();
    const record = feed.parse(frame, position);
    if (!isRecord(record)) return record;
    return budget.isRecordOver() ? overBudget(frame, position) : jobs.normalize(record);
  }

  async function* sampleAndRest(): AsyncGenerator<Frame[]> {
    try {
      if (sample.frames.length > 0) yield sample.frames;
      if (sample.error !== undefined) throw sample.error;
      yield* frames;
      ended = true;
    } finally {
      await frames.return(undefined);
    }
  }

  async function* withinBudget(): AsyncGenerator<Frame[]> {
    for await (const batch of sampleAndRest()) {
      const allowed = batch.slice(0, maxRecords - seen);
      seen += allowed.length;
      budget.spend(seen, allowed);
      if (allowed.length > 0) yield allowed;
      if (allowed.length < batch.length) throw tooManyRecords(maxRecords);
    }
  }

  const facts = (): FeedFacts => factsOf(feed, normalizer);
  return {
    frames: withinBudget,
    readRecord,
    decode: feed.decode,
    keys: jobs.keys,
    identity: used,
    rules,
    warnings,
    fingerprint: `${jobs.fingerprint}|${feed.fingerprint()}`,
    feed: facts,
    summary() {
      if (!ended) throw new Error('the summary of a feed is known only after all of it was read');
      const cut = feed.cut();
      return { feed: facts(), records: seen, complete: cut === null, cut };
    },
  };
}

/** The dialect is that of the records proper, where others are written around them. */
function shapeOf(shape: FeedShape, sample: ParsedRecord[]): FeedShape {
  const wrapped = sample.find(({ payload }) => payload !== null);
  return wrapped === undefined ? shape : { ...shape, recordElement: wrapped.payload };
}

/** A record that took too long to parse. Its key is not claimed, so that a copy of it may still be imported. */
function overBudget({ offset, size }: Frame, position: number): RecordOutcome {
  const message = `parsing the record at byte ${offset} (${size} bytes) took too much CPU time`;
  const failure = { stage: 'parse', reasonCode: 'record-over-budget', message, externalId: null } as const;
  return { position, failure: { ...failure, field: null } };
}

type Parsed = ReturnType<OpenFeed['parse']>;

function isRecord(record: Parsed): record is ParsedRecord {
  return 'fields' in record;
}

interface Sample {
  frames: Frame[];
  /** Of a body that failed within the sample: thrown once the records before it are delivered. */
  error: unknown;
}

/** The first records, copied; `frames` continues behind them. */
async function takeSample(frames: AsyncGenerator<Frame[]>): Promise<Sample> {
  const sample: Frame[] = [];
  let bytes = 0;
  try {
    while (sample.length < SAMPLE_RECORDS && bytes < SAMPLE_BYTES) {
      const next = await frames.next();
      if (next.done) break;
      for (const frame of next.value) {
        sample.push({ ...frame, bytes: frame.bytes && Buffer.from(frame.bytes) });
        bytes += frame.size;
      }
    }
    return { frames: sample, error: undefined };
  } catch (error) {
    return { frames: sample, error };
  }
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
