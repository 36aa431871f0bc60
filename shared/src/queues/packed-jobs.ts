import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { GrowingBuffer } from '../process/growing-buffer.ts';

/** Jobs as they travel in a batch's payload. */
export interface PackedJobs {
  records: number;
  /** A line of JSON each, compressed with zstd, in base64. */
  jobs: string;
}

/** More than the largest batch takes; larger payloads are invalid. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const FIRST_BYTES = 512 * 1024;
const NEWLINE = 0x0a;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Collects jobs as bytes. One at a time, and outside of the heap: whole batches as objects and as text
 * outlive the young generation, and collecting them took up to a third of a worker's time.
 */
export class JobPacker {
  readonly #lines = new GrowingBuffer(FIRST_BYTES);
  #records = 0;

  /** Bytes collected, before compression. */
  get bytes(): number {
    return this.#lines.length;
  }

  get records(): number {
    return this.#records;
  }

  add(job: unknown): void {
    this.#lines.appendText(JSON.stringify(job), NEWLINE);
    this.#records += 1;
  }

  /** Returns the collected jobs, packed, and resets the packer. */
  take(): PackedJobs {
    const jobs = zstdCompressSync(this.#lines.from(0), FAST).toString('base64');
    const records = this.#records;
    this.#lines.clear();
    this.#records = 0;
    return { records, jobs };
  }
}

/** Packs some jobs at once. */
export function packJobs(jobs: unknown[]): PackedJobs {
  const packer = new JobPacker();
  for (const job of jobs) packer.add(job);
  return packer.take();
}

/** @throws Error where these are no packed jobs */
export function unpackJobs(packed: string): unknown[] {
  const bytes = zstdDecompressSync(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_UNPACKED_BYTES });
  const jobs: unknown[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) throw new Error('the last job has no end');
    jobs.push(JSON.parse(bytes.toString('utf8', start, end)));
    start = end + 1;
  }
  return jobs;
}
