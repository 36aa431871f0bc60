/** UTF-8 takes at most this many bytes for one unit of a string. */
const MAX_BYTES_PER_CHARACTER = 3;

/**
 * Bytes in one piece of memory, which doubles when it is full: however small the pieces that arrive, each byte is
 * copied a few times at most. Views stay valid until the buffer is cleared or its front is dropped.
 */
export class GrowingBuffer {
  #bytes: Buffer;
  #length = 0;

  constructor(initialBytes: number) {
    this.#bytes = Buffer.allocUnsafe(initialBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** A view of the bytes from `start` on. */
  from(start: number): Buffer {
    return this.#bytes.subarray(start, this.#length);
  }

  append(chunk: Uint8Array): void {
    this.#reserve(chunk.length);
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  /** Appends a text and a byte behind it. */
  appendText(text: string, end: number): void {
    this.#reserve(text.length * MAX_BYTES_PER_CHARACTER + 1);
    this.#length += this.#bytes.write(text, this.#length);
    this.#bytes[this.#length++] = end;
  }

  /** Drops the first `count` bytes: those behind them move to the front. */
  dropFront(count: number): void {
    this.#bytes.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
