/**
 * The part of a byte stream that is still needed: grows at the end, is dropped from the front. Growth is
 * by doubling, so that a server sending one byte at a time cannot make us copy the window once per byte.
 */
export class ByteWindow {
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #length = 0;
  #dropped = 0;

  /** The bytes held. The view is only good until the next `append`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Offset in the stream of the first byte held. */
  get offset(): number {
    return this.#dropped;
  }

  /** Forgets the bytes before `index`, then adds `chunk`. Indexes shift down by `index`. */
  append(chunk: Uint8Array, index: number): void {
    if (index > 0) {
      this.#buffer.copyWithin(0, index, this.#length);
      this.#length -= index;
      this.#dropped += index;
    }
    const needed = this.#length + chunk.length;
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = needed;
  }
}
