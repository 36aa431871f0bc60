import { pipeline, Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import { FeedflowError } from '@feedflow/shared/errors';
import { beginsWith, GZIP, MAGIC_LENGTH } from './magic-bytes.ts';
import { peek } from './peek.ts';

/** No server has reason to declare more layers; with many layers a small body can become huge. */
const MAX_DECLARED = 2;
const CHUNK_BYTES = 64 * 1024;

// A body that is cut off yields what it has instead of an error: the framer detects that it was cut off.
const ZLIB_OPTIONS = { chunkSize: CHUNK_BYTES, finishFlush: zlib.constants.Z_SYNC_FLUSH };
const BROTLI_OPTIONS = { chunkSize: CHUNK_BYTES, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };

/**
 * Decodes the encodings of the Content-Encoding header, and one more layer of gzip for feeds that are .gz files. A
 * body that is not gzip in spite of the header is passed through.
 * @throws FeedflowError feed-encoding-invalid for an unknown encoding, too many, or corrupt data
 */
export function decompress(
  body: AsyncIterable<Buffer>,
  contentEncoding: string | null,
): AsyncIterable<Buffer> {
  const declared = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  if (declared.length > MAX_DECLARED) {
    throw invalid(`declares ${declared.length} layers of compression, at most ${MAX_DECLARED} are decoded`);
  }
  const unknown = declared.find((encoding) => !['gzip', 'x-gzip', 'deflate', 'br'].includes(encoding));
  if (unknown !== undefined) {
    throw invalid(`is compressed with "${unknown.slice(0, 50)}"; Feedflow reads gzip, deflate and br`);
  }
  const decoded = declared.reduceRight((inner, encoding) => layer(inner, encoding), body);
  return layer(decoded, 'gzip');
}

async function* layer(body: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const { first, all } = await peek(body, MAGIC_LENGTH);
  const decoder = decoderFor(encoding, first);
  if (!decoder) {
    yield* all;
    return;
  }
  // An error of the body or of the decoder destroys the decoder with it, so that the loop below throws it.
  pipeline(Readable.from(all), decoder, () => {});
  try {
    yield* decoder as AsyncIterable<Buffer>;
  } catch (error) {
    throw isZlibError(error) ? invalid(`cannot be decompressed: ${error.message}`) : error;
  }
}

function decoderFor(encoding: string, first: Buffer): Transform | null {
  if (encoding === 'br') return zlib.createBrotliDecompress(BROTLI_OPTIONS);
  if (encoding === 'deflate') {
    const [a = 0, b = 0] = first;
    const hasHeader = (a & 0x0f) === 8 && ((a << 8) | b) % 31 === 0;
    return hasHeader ? zlib.createInflate(ZLIB_OPTIONS) : zlib.createInflateRaw(ZLIB_OPTIONS);
  }
  return beginsWith(first, GZIP) ? zlib.createGunzip(ZLIB_OPTIONS) : null;
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(?:Z_|ERR__|ERR_BROTLI)/.test(String(error.code));
}

function invalid(what: string): FeedflowError {
  return new FeedflowError('feed-encoding-invalid', `the feed ${what}`);
}
