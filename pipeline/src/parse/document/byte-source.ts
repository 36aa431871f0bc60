import { setImmediate as nextTurn } from 'node:timers/promises';
import { createWideTranscoder, sniffWide, type WideCharset } from './charset.ts';

/** The longest time, and the most bytes, before the event loop gets a turn: heartbeats must not be late. */
const MAX_TURN_MS = 10;
const MAX_CHUNK_BYTES = 64 * 1024;
const FIRST_BYTES = 64;

/** The bytes of the feed after its byte order mark, in an encoding that the framer can read, in small pieces. */
export class ByteSource {
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
    try {
      for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
    } finally {
      // Releases the file or the connection, also if reading stops early.
      await this.#iterator.return?.();
    }
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
