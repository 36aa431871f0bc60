import { type Mapping, parseMapping } from '@feedflow/shared/model/mapping';
import type { FeedFacts, HttpFacts, NamedError } from '@feedflow/shared/model/run';
import type { Source } from '@feedflow/shared/model/source';
import { cutSegments, type Segment } from './compare/segments.ts';
import type { FeedFetcher } from './fetch/fetcher.ts';
import { FeedKeys } from './normalize/identity.ts';
import { createNormalizer, type Normalizer } from './normalize/normalizer.ts';
import type { Frame } from './parse/document/framer.ts';
import { type OpenFeed, openFeed } from './parse/document/open-feed.ts';
import { createReadBudget } from './read-budget.ts';
import type { ParsedRecord, RecordOutcome } from './record.ts';

export interface ReadFeedDeps {
  fetcher: FeedFetcher;
}

export interface ReadFeedOptions {
  signal?: AbortSignal;
  /** Sends the validators kept on the source, so that the server may answer "not modified". @default false */
  useValidators?: boolean;
  /** Request headers of the source, secrets among them. They are neither logged nor part of any message. */
  requestHeaders?: Record<string, string>;
  /** A feed with more records is not read to its end. @default no limit */
  maxRecords?: number;
}

export type FeedSource = Pick<Source, 'name' | 'url' | 'dialect' | 'mapping' | 'http'>;

/** Some records of a feed, none of which is read before it is asked for. */
export interface UnreadSegment extends Segment {
  /** What becomes of one of them. To be called once at most for each, and in their order. @param index in the segment */
  read(index: number): RecordOutcome;
  /** A record as it stands in the feed; null where it was too large to be held. @param position its place in the feed */
  textOf(position: number): string | null;
}

export interface FeedReading {
  /** A 304 answer: there is nothing to read. */
  notModified: boolean;
  /** `bytes` grows while the feed is read. */
  http: HttpFacts;
  /**
   * What became of every record, in feed order, in arrays of a few to a few hundred. Either this or
   * `segments` is to be called, once, and run to its end, or ended early by leaving the loop.
   * @throws FeedflowError when the body fails half-way: feed-unreachable, feed-timeout, feed-too-slow, feed-too-large,
   *   feed-encoding-invalid, feed-too-many-records, feed-over-budget
   */
  outcomes(): AsyncGenerator<RecordOutcome[]>;
  /** The same in segments, none of whose records is read before it is asked for: see `cutSegments`. @throws as `outcomes` */
  segments(): AsyncGenerator<UnreadSegment>;
  /** The keys given to the postings read so far. */
  keys: FeedKeys;
  /** Changes whenever the same bytes may come out as other postings. */
  fingerprint: string;
  /** What the feed turned out to be, as far as it is read; null after a 304. */
  feed(): FeedFacts | null;
  /** Valid after all of it was read. */
  summary(): FeedSummary;
  /** Lets go of the connection, whether or not the feed was read. May be called again. */
  discard(): Promise<void>;
}

/** A feed as read from bytes, wherever they came from. */
export type BodyReading = Omit<FeedReading, 'http' | 'notModified' | 'feed' | 'discard'> & {
  feed(): FeedFacts;
};

export interface FeedSummary {
  feed: FeedFacts;
  /** Seen in the feed, failed ones too; a record that was cut off does not count. */
  records: number;
  /** False where the feed was cut off: what is missing from it may still exist. */
  complete: boolean;
  /** feed-truncated, with what was open and where. */
  cut: NamedError | null;
}

/** Longer ones fail: some ten times what the longest real posting takes. */
const MAX_RECORD_BYTES = 1024 * 1024;
/** Records and bytes looked at before the dialect and the order of dates are settled. */
const SAMPLE_RECORDS = 200;
const SAMPLE_BYTES = 2 * 1024 * 1024;

/**
 * Fetches the feed of a source and reads up to its first record; `outcomes` does the rest.
 * @throws FeedflowError for anything that is not a readable feed
 */
export async function readFeed(
  { fetcher }: ReadFeedDeps,
  source: FeedSource,
  { signal, useValidators = false, requestHeaders, maxRecords }: ReadFeedOptions = {},
): Promise<FeedReading> {
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
  if (http.notModified) return notModified(http);
  try {
    const finalUrl = http.finalUrl ?? source.url;
    const { contentType } = http;
    const read = await readBody(fetched.body, source, { mapping, contentType, finalUrl, maxRecords });
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
}

/**
 * Reads a feed from its bytes, wherever they come from: charset, records, postings.
 * @throws FeedflowError feed-empty, feed-not-xml, feed-mapping-invalid, and what `chunks` throws
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  source: Pick<FeedSource, 'name' | 'url' | 'dialect'>,
  { mapping, contentType, finalUrl, maxRecords = Number.POSITIVE_INFINITY }: BodyFacts,
): Promise<BodyReading> {
  const budget = createReadBudget({ maxRecords });
  const feed = await openFeed(chunks, {
    contentType,
    recordName: mapping?.record?.toLowerCase() ?? null,
    maxRecordBytes: MAX_RECORD_BYTES,
  });
  const frames = feed.frames();
  const sample = await takeSample(frames);
  const normalizer = createNormalizer({
    source,
    mapping,
    finalUrl,
    shape: feed.shape,
    sample: sample.frames.map(feed.parse).filter(isRecord),
  });
  let seen = 0;
  let ended = false;

  function read(frame: Frame, position: number): RecordOutcome {
    budget.beginRecord();
    const record = feed.parse(frame, position);
    if (!isRecord(record)) return record;
    return budget.isRecordOver() ? overBudget(frame, position) : normalizer.normalize(record);
  }

  async function* inOrder(): AsyncGenerator<Frame[]> {
    try {
      if (sample.frames.length > 0) yield sample.frames;
      if (sample.error !== undefined) throw sample.error;
      yield* frames;
      ended = true;
    } finally {
      await frames.return(undefined);
    }
  }

  const facts = (): FeedFacts => factsOf(feed, normalizer);
  return {
    keys: normalizer.keys,
    fingerprint: `${normalizer.fingerprint}|${feed.encodings}`,
    async *outcomes() {
      for await (const batch of inOrder()) {
        const first = seen;
        seen += batch.length;
        budget.spend(seen, batch);
        yield batch.map((frame, index) => read(frame, first + index));
      }
    },
    async *segments() {
      for await (const segment of cutSegments(inOrder())) {
        seen += segment.frames.length;
        budget.spend(seen, segment.frames);
        const { firstPosition } = segment;
        yield {
          ...segment,
          read: (index) => read(segment.frames[index] as Frame, firstPosition + index),
          textOf: (position) => {
            const bytes = segment.frames[position - firstPosition]?.bytes;
            return bytes ? feed.decode(bytes) : null;
          },
        };
      }
    },
    feed: facts,
    summary() {
      if (!ended) throw new Error('the summary of a feed is known only after all of it was read');
      const cut = feed.cut();
      return { feed: facts(), records: seen, complete: cut === null, cut };
    },
  };
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
  /** The body broke off this early: thrown once the records before it are delivered. */
  error: unknown;
}

/** The first records, copied; what is left of `frames` goes on behind them. */
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
  return { dialect: normalizer.dialect, charset: feed.charset(), recordElement: recordElement ?? '' };
}

function notModified(http: HttpFacts): FeedReading {
  return {
    notModified: true,
    http,
    async *outcomes() {},
    async *segments() {},
    keys: new FeedKeys(''),
    fingerprint: '',
    feed: () => null,
    summary() {
      throw new Error('a feed that was not modified has no summary');
    },
    discard: async () => {},
  };
}
