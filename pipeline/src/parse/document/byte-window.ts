import { GrowingBuffer } from '@feedflow/shared/process/growing-buffer';

/** The part of a byte stream that is still needed: grows at the end, is dropped from the front. */
export class ByteWindow {
  readonly #buffer = new GrowingBuffer(64 * 1024);
  #dropped = 0;

  /** The bytes held. The view is valid until the next `append`. */
  get bytes(): Buffer {
    return this.#buffer.from(0);
  }

  /** Offset in the stream of the first byte held. */
  get offset(): number {
    return this.#dropped;
  }

  /** Drops the bytes before `index`, then adds `chunk`. Indexes shift down by `index`. */
  append(chunk: Uint8Array, index: number): void {
    if (index > 0) {
      this.#buffer.dropFront(index);
      this.#dropped += index;
    }
    this.#buffer.append(chunk);
  }
}
