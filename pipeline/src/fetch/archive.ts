import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { beginsWith, GZIP, MAGIC_LENGTH, ZIP } from './magic-bytes.ts';
import { peek } from './peek.ts';

/** One file of a feed. */
export interface FeedFile {
  /** Its name in an archive; null for a body that is no archive. */
  name: string | null;
  /** Can be read once. */
  chunks: AsyncIterable<Buffer>;
}

export interface FileLimits {
  /** Of the compressed bytes of an archive; those after decompression are limited by `count`. */
  maxBytes: number;
  /** Counts bytes after decompression. @throws FeedflowError if they are too many */
  count(bytes: number): void;
}

/** An archive with more files is no feed. */
const MAX_FILES = 10_000;
/** The archive itself is on disk while it is read. */
const MAX_ARCHIVE_BYTES = 1_000_000_000;
/** A file that is this many times as large as its compressed bytes is no feed; deflate reaches 1,032. */
const MAX_RATIO = 500;
/** Small files may be compressed better than that. */
const RATIO_FROM_BYTES = 10_000_000;
const XML_NAME = /\.(?:xml|rss|atom|rdf)$/i;
/** What programs put beside the files of an archive. */
const NO_FEED = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;

/**
 * The files of a body: itself, or those of a zip archive, whatever its content type, in the order of the archive.
 * @throws FeedflowError feed-encoding-invalid for an archive that cannot be read, fetch-failed for one that cannot be
 *   stored here; feed-too-large; what `body` throws
 */
export async function* filesOf(body: AsyncIterable<Buffer>, limits: FileLimits): AsyncGenerator<FeedFile> {
  const { first, all } = await peek(body, MAGIC_LENGTH);
  if (!beginsWith(first, ZIP)) {
    yield { name: null, chunks: counted(all, limits) };
    return;
  }
  yield* zipFiles(all, limits);
}

async function* counted(chunks: AsyncIterable<Buffer>, { count }: FileLimits): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

/**
 * A zip archive has its table of contents at its end, and only that is reliable: the archive is stored in a temporary
 * file without a name, which the system removes with the process.
 */
async function* zipFiles(body: AsyncIterable<Buffer>, limits: FileLimits): AsyncGenerator<FeedFile> {
  const file = await temporaryFile();
  try {
    await store(body, file, Math.min(limits.maxBytes, MAX_ARCHIVE_BYTES));
    const zip = await reading(() => fromFdPromise(file.fd, { autoClose: false, strictFileNames: false }));
    if (zip.entryCount > MAX_FILES)
      throw invalid(`has ${zip.entryCount} files, at most ${MAX_FILES} are read`);
    for (const entry of await entriesOf(zip))
      yield { name: entry.fileName, chunks: contentOf(zip, entry, limits) };
  } finally {
    await file.close();
  }
}

type TemporaryFile = Awaited<ReturnType<typeof open>>;

async function temporaryFile(): Promise<TemporaryFile> {
  const path = join(tmpdir(), `feedflow-${crypto.randomUUID()}.zip`);
  try {
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return file;
  } catch (error) {
    throw notStored(error);
  }
}

async function store(body: AsyncIterable<Buffer>, file: TemporaryFile, maxBytes: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new FeedflowError('feed-too-large', `the zip archive is larger than ${maxBytes} bytes`, {
        details: { maxBytes },
      });
    try {
      await file.writeFile(chunk);
    } catch (error) {
      throw notStored(error);
    }
  }
}

/** The files of an archive in its order: those whose names say that they are XML, or all if none does. */
async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  const found = zip.eachEntry();
  for (;;) {
    const next = await reading(() => found.next());
    if (next.done) break;
    const entry: Entry = next.value;
    if (!entry.fileName.endsWith('/') && !NO_FEED.test(entry.fileName)) entries.push(entry);
  }
  const named = entries.filter(({ fileName }) => XML_NAME.test(fileName));
  return named.length > 0 ? named : entries;
}

async function* contentOf(zip: ZipFile, entry: Entry, { count }: FileLimits): AsyncGenerator<Buffer> {
  const { fileName, compressedSize } = entry;
  const name = JSON.stringify(fileName.slice(0, 100));
  if (entry.isEncrypted()) throw invalid(`has the file ${name}, which is encrypted`);
  if (!entry.canDecodeFileData())
    throw invalid(
      `has the file ${name} in compression method ${entry.compressionMethod}; Feedflow reads store and deflate`,
    );
  const stream = await reading(() => zip.openReadStreamPromise(entry));
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let bytes = 0;
  let checksum = 0;
  try {
    for (;;) {
      const next = await reading(() => iterator.next());
      if (next.done) break;
      const chunk = next.value;
      if (bytes === 0 && beginsWith(chunk, [...ZIP, ...GZIP]))
        throw invalid(`has the file ${name}, which is an archive itself`);
      bytes += chunk.length;
      if (bytes > RATIO_FROM_BYTES && bytes > compressedSize * MAX_RATIO)
        throw invalid(
          `has the file ${name}, which is more than ${MAX_RATIO} times as large as its compressed bytes`,
        );
      count(chunk.length);
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } finally {
    stream.destroy();
  }
  if (checksum !== entry.crc32) throw invalid(`has the file ${name}, whose checksum is wrong`);
}

/** Names the error of an archive that cannot be read. */
async function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw invalid(`cannot be read: ${errorMessage(error, 200)}`);
  }
}

/** The feed is not at fault, and another worker may have room for it. */
function notStored(error: unknown): FeedflowError {
  const message = `the zip archive cannot be stored in ${tmpdir()} of the worker: ${errorMessage(error, 200)}`;
  return new FeedflowError('fetch-failed', message, { cause: error });
}

function invalid(what: string): FeedflowError {
  return new FeedflowError('feed-encoding-invalid', `the zip archive ${what}`);
}
