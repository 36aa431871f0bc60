/** The last bytes of a stream. It keeps the pieces as they arrive, without copying them. */
export class ByteTail {
  readonly #maxBytes: number;
  readonly #pieces: Buffer[] = [];
  #length = 0;
  /** Of the stream so far. */
  #end = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#end += piece.length;
    for (
      let first = this.#pieces[0];
      first && this.#length - first.length >= this.#maxBytes;
      first = this.#pieces[0]
    ) {
      this.#pieces.shift();
      this.#length -= first.length;
    }
  }

  /** Drops the bytes before an offset of the stream, and all but the last ones. */
  cut(offset: number): void {
    const bytes = Buffer.concat(this.#pieces);
    let from = Math.max(offset - (this.#end - bytes.length), bytes.length - this.#maxBytes, 0);
    // Not in the middle of a character.
    while (((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
    this.#pieces.splice(0, this.#pieces.length, bytes.subarray(from));
    this.#length = bytes.length - from;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}
