import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NamedError } from '@feedflow/shared/import-log';
import type { FeedShape, ParsedRecord, RecordNode } from '../record.ts';
import {
  charsetOfContentType,
  charsetOfDeclaration,
  createTextDecoding,
  createWideTranscoder,
  sniffWide,
  type WideCharset,
} from './charset.ts';
import { createFragmentParser } from './fragment.ts';
import { Framer } from './framer.ts';
import { type Head, inspectHead, localName } from './head.ts';
import { mend } from './mend.ts';
import { emptyBody, notAFeed } from './not-a-feed.ts';
import { createRecordParser, type RecordFault } from './parse-record.ts';

export interface OpenFeedOptions {
  /** The Content-Type header, for its charset. */
  contentType: string | null;
  /** Name of the record element where it is known; null to find it. */
  recordName: string | null;
  /** A longer record fails. */
  maxRecordBytes: number;
}

/** A feed whose beginning is read: what it is built like, and its records to come. */
export interface OpenFeed {
  shape: FeedShape;
  /** The encodings met so far. */
  charset(): string;
  /** All records in feed order, in arrays as they arrive. To be called once. */
  records(): AsyncGenerator<Array<ParsedRecord | RecordFault>>;
  /** After `records` ended: null where the feed was whole, else what was open where it ended. */
  cut(): NamedError | null;
}

/** No feed needs more than this before its first record. */
const MAX_HEAD_BYTES = 512 * 1024;
/** The longest time, and the most bytes, without a look at the event loop: locks must be renewed meanwhile. */
const MAX_TURN_MS = 10;
const MAX_CHUNK_BYTES = 64 * 1024;
const FIRST_BYTES = 64;

/**
 * Reads the beginning of a feed, up to its first record or its end, and returns what it is and how to
 * read on. Memory does not depend on the size of the feed.
 * @throws FeedflowError feed-empty, feed-not-xml, and what `chunks` throws
 */
export async function openFeed(
  chunks: AsyncIterable<Uint8Array>,
  options: OpenFeedOptions,
): Promise<OpenFeed> {
  const source = new ByteSource(chunks);
  const wide = await source.start();
  const { bytes, head, text } = await readHead(source, options.recordName);
  if (head.kind === 'not-a-feed' || head.kind === 'unknown') {
    const readable = bytes.toString('utf8');
    throw text.trim() === '' ? emptyBody() : notAFeed(readable, head.kind === 'unknown' ? null : head.root);
  }
  const decoding = createTextDecoding(
    [charsetOfContentType(options.contentType), charsetOfDeclaration(text)],
    wide,
  );
  const path = head.path.map((name) => Buffer.from(name, 'latin1').toString());
  const framer = createFramer(head, options);
  const parseRecord = createRecordParser({
    decoding,
    prefix: prefixOf(path),
    maxRecordBytes: options.maxRecordBytes,
  });
  let cut: NamedError | null = null;

  async function* records(): AsyncGenerator<Array<ParsedRecord | RecordFault>> {
    let position = 0;
    source.putBack(bytes);
    for await (const chunk of source.chunks()) {
      const parsed = framer.push(chunk).map((frame) => parseRecord(frame, position++));
      if (parsed.length > 0) yield parsed;
    }
    const end = framer.end();
    const rest = end.frames.map((frame) => parseRecord(frame, position++));
    if (rest.length > 0) yield rest;
    if (end.open !== null) cut = truncated(end.open, end.offset, position);
  }

  const shape = {
    path,
    head: parseHead(decoding.decode(bytes.subarray(head.rootStart, head.recordStart)), path),
  };
  return { shape, charset: decoding.charset, records, cut: () => cut };
}

async function readHead(
  source: ByteSource,
  recordName: string | null,
): Promise<{ bytes: Buffer; head: Head; text: string }> {
  let bytes: Buffer = Buffer.alloc(0);
  let nextLook = 0;
  for (;;) {
    const chunk = await source.next();
    if (chunk) bytes = Buffer.concat([bytes, chunk]);
    const final = !chunk || bytes.length >= MAX_HEAD_BYTES;
    if (bytes.length < nextLook && !final) continue;
    const text = bytes.toString('latin1');
    const head = inspectHead(text, final, recordName);
    if (final || head.kind !== 'unknown') return { bytes, head, text };
    // Each look starts from the beginning: look again only when there is a good deal more to see.
    nextLook = bytes.length * 2;
  }
}

function createFramer(head: Extract<Head, { path: string[] }>, { maxRecordBytes }: OpenFeedOptions): Framer {
  const { path } = head;
  const recordName = head.kind === 'feed' ? (path.at(-1) ?? null) : null;
  const around = head.kind === 'feed' ? path.slice(0, -1) : path;
  return new Framer({
    recordName,
    parentName: around.at(-1) ?? null,
    rootName: around[0] ?? null,
    maxRecordBytes,
  });
}

/** The prefix that a feed gives to all of its elements, as in <atom:entry>; null where it has none. */
function prefixOf(path: string[]): string | null {
  const record = path.at(-1) ?? '';
  return record === localName(record) ? null : record.slice(0, record.indexOf(':'));
}

/** The part of the feed before its first record, as a node; {} where it cannot be read. */
function parseHead(text: string, path: string[]): RecordNode {
  const around = path.length > 1 ? path.slice(0, -1) : path;
  const closers = [...around].reverse().map((name) => `</${name}>`);
  try {
    return createFragmentParser(prefixOf(path))(mend(text + closers.join('')));
  } catch {
    return {};
  }
}

function truncated(open: string, offset: number, records: number): NamedError {
  return {
    code: 'feed-truncated',
    message: `the feed ended at byte ${offset} within ${open}; the ${records} records before it are complete`,
  };
}

/** The bytes of the feed after its byte order mark, in an encoding the framer can read, in small pieces. */
class ByteSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #pending: Buffer = Buffer.alloc(0);
  #transcoder: ReturnType<typeof createWideTranscoder> | null = null;
  #ended = false;
  #turnEndsMs = performance.now() + MAX_TURN_MS;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** Reads enough to know the kind of encoding. */
  async start(): Promise<WideCharset | null> {
    while (this.#pending.length < FIRST_BYTES && !this.#ended) {
      const chunk = await this.#read();
      if (chunk) this.#pending = Buffer.concat([this.#pending, chunk]);
    }
    const { wide, bomLength } = sniffWide(this.#pending);
    this.#pending = this.#pending.subarray(bomLength);
    if (wide !== null) {
      this.#transcoder = createWideTranscoder(wide);
      this.#pending = this.#transcoder.write(this.#pending);
    }
    return wide;
  }

  putBack(bytes: Buffer): void {
    this.#pending = Buffer.concat([bytes, this.#pending]);
  }

  /** The next bytes, null at the end. */
  async next(): Promise<Buffer | null> {
    if (performance.now() >= this.#turnEndsMs) {
      await nextTurn();
      this.#turnEndsMs = performance.now() + MAX_TURN_MS;
    }
    while (this.#pending.length === 0) {
      if (this.#ended) return null;
      const chunk = await this.#read();
      this.#pending = this.#transcode(chunk);
    }
    const piece = this.#pending.subarray(0, MAX_CHUNK_BYTES);
    this.#pending = this.#pending.subarray(MAX_CHUNK_BYTES);
    return piece;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
  }

  #transcode(chunk: Buffer | null): Buffer {
    if (!this.#transcoder) return chunk ?? Buffer.alloc(0);
    return chunk ? this.#transcoder.write(chunk) : this.#transcoder.end();
  }

  async #read(): Promise<Buffer | null> {
    const { value, done } = await this.#iterator.next();
    if (done) {
      this.#ended = true;
      return null;
    }
    return Buffer.from(value.buffer, value.byteOffset, value.length);
  }
}
