import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';
import { FeedflowError } from '@feedflow/shared/errors';
import { systemCode } from '@feedflow/shared/system-code';
import { utf8Text } from '@feedflow/shared/utf8-text';

/** Of a body, as it is sent and as it is unpacked. */
const MAX_BYTES = 1024 * 1024;
/** Levels of objects and arrays. A mapping has six; code that walks a body by recursion is safe with these. */
const MAX_DEPTH = 32;

const unpackers = { gzip: promisify(unzip), deflate: promisify(unzip), br: promisify(brotliDecompress) };

/**
 * Reads the body of a request as a JSON object; an empty one is an object without fields.
 *
 * @throws FeedflowError 'request-invalid', 'payload-too-large', 'media-type-unsupported' for an encoding that
 * is not known
 */
export async function readJson(request: IncomingMessage): Promise<object> {
  const unpacked = await unpack(await readBytes(request), request.headers['content-encoding']);
  const value = parse(unpacked);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('must be a JSON object');
  checkShape(value);
  return value;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Not destroyed: a client that sends too much gets a response first.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    // The rest is read past: the next request of the connection comes behind it.
    request.resume();
    throw error instanceof FeedflowError ? error : invalid('broke off', error);
  }
  return Buffer.concat(chunks);
}

async function unpack(packed: Buffer, encoding = 'identity'): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || packed.length === 0) return packed;
  const unpacker = name === 'gzip' || name === 'deflate' || name === 'br' ? unpackers[name] : null;
  if (!unpacker) {
    const message = 'a body may be packed with gzip, deflate or br, and once only (Content-Encoding)';
    throw new FeedflowError('media-type-unsupported', message);
  }
  try {
    return await unpacker(packed, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw invalid(`is not ${name}, which its Content-Encoding says`, error);
  }
}

function parse(bytes: Buffer): unknown {
  try {
    const text = utf8Text(bytes);
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw invalid('must be JSON in UTF-8', error);
  }
}

/** Level by level, since recursion would not survive what it looks for. */
function checkShape(body: object): void {
  let level: object[] = [body];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw invalid(`must be at most ${MAX_DEPTH} levels deep`);
    if (level.some((one) => Object.hasOwn(one, '__proto__')))
      throw invalid('must not have the name __proto__');
    level = level.flatMap((one) =>
      Object.values(one).filter((inner): inner is object => typeof inner === 'object' && inner !== null),
    );
  }
}

function invalid(fault: string, cause?: unknown): FeedflowError {
  return new FeedflowError('request-invalid', `the body ${fault}`, { cause });
}

function tooLarge(): FeedflowError {
  return new FeedflowError('payload-too-large', `a body may have at most ${MAX_BYTES} bytes`);
}
