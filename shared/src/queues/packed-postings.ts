import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Jobs as they travel in a batch's payload. */
export interface PackedPostings {
  records: number;
  /** A line of JSON each, compressed with zstd, in base64. */
  jobs: string;
}

/** More than the largest batch takes; larger payloads are invalid. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const FIRST_BYTES = 512 * 1024;
const NEWLINE = 0x0a;
/** The most bytes of UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_CHARACTER = 3;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Collects jobs as bytes. One at a time, and outside of the heap: whole batches as objects and as text
 * outlive the young generation, and collecting them took up to a third of a worker's time.
 */
export class PostingPacker {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #used = 0;
  #records = 0;

  /** Bytes collected, before compression. */
  get bytes(): number {
    return this.#used;
  }

  get records(): number {
    return this.#records;
  }

  add(posting: unknown): void {
    const line = JSON.stringify(posting);
    const end = this.#used + line.length * MAX_BYTES_PER_CHARACTER + 1;
    if (end > this.#bytes.length) this.#grow(end);
    this.#used += this.#bytes.write(line, this.#used);
    this.#bytes[this.#used++] = NEWLINE;
    this.#records += 1;
  }

  /** Returns the collected jobs, packed, and resets the packer. */
  take(): PackedPostings {
    const jobs = zstdCompressSync(this.#bytes.subarray(0, this.#used), FAST).toString('base64');
    const records = this.#records;
    this.#used = 0;
    this.#records = 0;
    return { records, jobs };
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#used);
    this.#bytes = grown;
  }
}

/** Packs some jobs at once. */
export function packPostings(postings: unknown[]): PackedPostings {
  const packer = new PostingPacker();
  for (const posting of postings) packer.add(posting);
  return packer.take();
}

/** @throws Error where these are no packed jobs */
export function unpackPostings(packed: string): unknown[] {
  const bytes = zstdDecompressSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES });
  const postings: unknown[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) throw new Error('the last posting has no end');
    postings.push(JSON.parse(bytes.toString('utf8', start, end)));
    start = end + 1;
  }
  return postings;
}
