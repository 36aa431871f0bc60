import { hash } from 'node:crypto';
import type { JobPosting } from '@feedflow/shared/model/job';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import { type Claim, ClaimKind, isFirst, type PastClaims } from '../identity/feed-keys.ts';
import { FillCounts } from '../record/field-fill.ts';
import { type Deletion, MAX_SEGMENT_RECORDS, type RecordFailure, type Skip } from '../record/record.ts';

/*
 * A segment in a manifest, integers big-endian:
 *
 *   length     u32  of all that follows
 *   digest     20 bytes
 *   size       u32  in bytes of the feed; 0 if its records must be read to know the outcome
 *   records    u16
 *   jobs       u16
 *   skipped    u16  records that the filter of the source left out
 *   fill       u16 per field of a job: how many first occurrences have it
 *   per job:
 *     kind     u8   see ClaimKind, and in its upper five bits the flags, see flagJob
 *     mark     u32  see Claim
 *     key      20 bytes
 *     content  8 bytes, the beginning of its contentHash
 *     text     8 bytes, the beginning of the sha1 of its record
 *     filled   u16  see filledFields
 *     plain    8 bytes, the beginning of its key by the rule alone; only of kinds `With…`
 *   per skipped record:
 *     reason   u8   see skipLabels
 *     keys     u8   how many
 *     per key  20 bytes
 *   others     the rest, JSON: failures of records, with their offsets in the segment, and deletions
 */
const DIGEST_AT = 4;
const SIZE_AT = 24;
const RECORDS_AT = 28;
const JOBS_AT = 30;
const SKIPPED_AT = 32;
const FILL_AT = 34;
const ENTRIES_AT = FILL_AT + 2 * JOB_FIELDS.length;
const MARK_AT = 1;
const KEY_AT = 5;
const CONTENT_AT = 25;
const TEXT_AT = 33;
const FILLED_AT = 41;
const PLAIN_AT = 43;
const SHORT_ENTRY = 43;
const LONG_ENTRY = 51;
const MARK_BYTES = 8;
const KEY_BYTES = 20;
const SKIP_HEAD_BYTES = 2;
const KIND_BITS = 3;
const KIND_MASK = 2 ** KIND_BITS - 1;

/** A record that failed, with its offset in the segment. */
export type PastFailure = RecordFailure & { offset: number };

/** What a manifest keeps of a job. */
export interface PastJob extends Claim {
  /** See `contentMark`. */
  content: string;
  /** See `textMark`. */
  text: string;
  /** See `flagJob`. */
  flags: number;
  /** See `filledFields`. */
  filled: number;
}

export interface EncodableSegment {
  /** 20 latin1 characters. */
  digest: string;
  /** See `Segment`. */
  size: number;
  /** In feed order. */
  jobs: PastJob[];
  skips: Skip[];
  /** Of its jobs, see `fillOf`. */
  fill: FillCounts;
  failures: PastFailure[];
  deletions: Deletion[];
}

/** How many of some jobs have each field; duplicates do not count. */
export function fillOf(jobs: readonly PastJob[]): FillCounts {
  const fill = new FillCounts();
  for (const { kind, filled } of jobs) if (isFirst(kind)) fill.add(filled);
  return fill;
}

/** Encodes the outcomes of a segment's records. */
export function encodeSegment({
  digest,
  size,
  jobs,
  fill,
  skips,
  failures,
  deletions,
}: EncodableSegment): Buffer {
  const jobsLength = jobs.reduce((sum, { kind }) => sum + entryLength(kind), 0);
  const skipsLength = skips.reduce((sum, { keys }) => sum + SKIP_HEAD_BYTES + keys.length * KEY_BYTES, 0);
  const hasOthers = failures.length + deletions.length > 0;
  const rest = hasOthers ? JSON.stringify({ failures, deletions }) : '';
  const length = ENTRIES_AT + jobsLength + skipsLength + Buffer.byteLength(rest);
  // One piece of memory for all: a small one per job would cost more than its content.
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeUInt32BE(length - DIGEST_AT, 0);
  bytes.write(digest, DIGEST_AT, 'latin1');
  // The texts of failed records are stored with each run, and deletions are no records.
  bytes.writeUInt32BE(hasOthers ? 0 : size, SIZE_AT);
  bytes.writeUInt16BE(jobs.length + skips.length + failures.length, RECORDS_AT);
  bytes.writeUInt16BE(jobs.length, JOBS_AT);
  bytes.writeUInt16BE(skips.length, SKIPPED_AT);
  for (const [field, filled] of fill.counts.entries()) bytes.writeUInt16BE(filled, FILL_AT + 2 * field);
  let at = ENTRIES_AT;
  for (const job of jobs) {
    writeJob(bytes, at, job);
    at += entryLength(job.kind);
  }
  for (const { reason, keys } of skips) {
    bytes.writeUInt8(reason, at);
    bytes.writeUInt8(keys.length, at + 1);
    at += SKIP_HEAD_BYTES;
    for (const key of keys) at += bytes.write(key, at, 'hex');
  }
  bytes.write(rest, at);
  return bytes;
}

function writeJob(bytes: Buffer, at: number, job: PastJob): void {
  bytes.writeUInt8((job.flags << KIND_BITS) | job.kind, at);
  bytes.writeUInt32BE(job.mark, at + MARK_AT);
  bytes.write(job.key, at + KEY_AT, 'hex');
  bytes.write(job.content, at + CONTENT_AT, 'hex');
  bytes.write(job.text, at + TEXT_AT, 'hex');
  bytes.writeUInt16BE(job.filled, at + FILLED_AT);
  if (entryLength(job.kind) === LONG_ENTRY)
    bytes.write(job.plainKey.slice(0, MARK_BYTES * 2), at + PLAIN_AT, 'hex');
}

function entryLength(kind: number): number {
  return kind >= ClaimKind.firstWithLink ? LONG_ENTRY : SHORT_ENTRY;
}

/** Identifies the content of a job: 64 bits of its hash, as hex digits. */
export function contentMark(job: JobPosting): string {
  return job.contentHash.slice(0, MARK_BYTES * 2);
}

/** Identifies the text of a record: 64 bits of the sha1 of its bytes, as hex digits. */
export function textMark(bytes: Buffer, inherited: Buffer | null): string {
  const all = inherited === null ? bytes : Buffer.concat([inherited, bytes]);
  return hash('sha1', all).slice(0, MARK_BYTES * 2);
}

/** A view of a segment in the bytes of a manifest, without copying. `read` moves it to another segment. */
export class PastSegment implements PastClaims {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  readonly #entries = new Uint32Array(MAX_SEGMENT_RECORDS);
  /** Number of jobs, including duplicates. */
  count = 0;
  records = 0;
  skipped = 0;
  #entriesEnd = 0;

  /** @throws RangeError if there is no segment at `at` */
  read(bytes: Buffer, at: number): this {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = at + DIGEST_AT + bytes.readUInt32BE(at);
    this.records = bytes.readUInt16BE(at + RECORDS_AT);
    this.count = bytes.readUInt16BE(at + JOBS_AT);
    this.skipped = bytes.readUInt16BE(at + SKIPPED_AT);
    let entry = at + ENTRIES_AT;
    for (let i = 0; i < this.count; i++) {
      this.#entries[i] = entry;
      entry += entryLength(bytes.readUInt8(entry) & KIND_MASK);
    }
    this.#entriesEnd = entry;
    return this;
  }

  /** Where the next segment begins. */
  get end(): number {
    return this.#end;
  }

  /** The bytes of all of it. */
  get raw(): Buffer {
    return this.#bytes.subarray(this.#at, this.#end);
  }

  get digest(): string {
    return this.#bytes.toString('latin1', this.#at + DIGEST_AT, this.#at + SIZE_AT);
  }

  /** In bytes of the feed; 0 if its records must be read. */
  get size(): number {
    return this.#bytes.readUInt32BE(this.#at + SIZE_AT);
  }

  kind(index: number): number {
    return this.#bytes.readUInt8(this.#entry(index)) & KIND_MASK;
  }

  /** See `flagJob`. */
  flags(index: number): number {
    return this.#bytes.readUInt8(this.#entry(index)) >> KIND_BITS;
  }

  mark(index: number): number {
    return this.#bytes.readUInt32BE(this.#entry(index) + MARK_AT);
  }

  keyHigh(index: number): number {
    return this.#bytes.readUInt32BE(this.#entry(index) + KEY_AT);
  }

  keyLow(index: number): number {
    return this.#bytes.readUInt32BE(this.#entry(index) + KEY_AT + 4);
  }

  plainHigh(index: number): number {
    return this.#bytes.readUInt32BE(this.#plain(index));
  }

  plainLow(index: number): number {
    return this.#bytes.readUInt32BE(this.#plain(index) + 4);
  }

  /** The dedupeKey, 40 hex digits. */
  key(index: number): string {
    return this.#hex(this.#entry(index) + KEY_AT, KEY_BYTES);
  }

  /** A copy of a job, independent of the view. */
  job(index: number): PastJob {
    const entry = this.#entry(index);
    return {
      kind: this.kind(index) as ClaimKind,
      mark: this.mark(index),
      key: this.key(index),
      plainKey: this.#hex(this.#plain(index), MARK_BYTES),
      content: this.#hex(entry + CONTENT_AT, MARK_BYTES),
      text: this.#hex(entry + TEXT_AT, MARK_BYTES),
      flags: this.flags(index),
      filled: this.#bytes.readUInt16BE(entry + FILLED_AT),
    };
  }

  /** How many first occurrences have a field. @param field its position in JOB_FIELDS */
  fill(field: number): number {
    return this.#bytes.readUInt16BE(this.#at + FILL_AT + 2 * field);
  }

  /** Number of jobs that are first occurrences. */
  get firsts(): number {
    let firsts = 0;
    for (let i = 0; i < this.count; i++) if (isFirst(this.kind(i))) firsts += 1;
    return firsts;
  }

  /** What the records that are no jobs were. */
  others(): Pick<EncodableSegment, 'skips' | 'failures' | 'deletions'> {
    const skips: Skip[] = [];
    let at = this.#entriesEnd;
    while (skips.length < this.skipped) {
      const [reason, count] = [this.#bytes.readUInt8(at), this.#bytes.readUInt8(at + 1)];
      const keysAt = at + SKIP_HEAD_BYTES;
      const keys = Array.from({ length: count }, (_, i) => this.#hex(keysAt + i * KEY_BYTES, KEY_BYTES));
      skips.push({ reason, keys });
      at = keysAt + count * KEY_BYTES;
    }
    if (at === this.#end) return { skips, failures: [], deletions: [] };
    return { skips, ...JSON.parse(this.#bytes.toString('utf8', at, this.#end)) };
  }

  #hex(at: number, length: number): string {
    return this.#bytes.toString('hex', at, at + length);
  }

  #entry(index: number): number {
    return this.#entries[index] as number;
  }

  #plain(index: number): number {
    const entry = this.#entry(index);
    return entry + (entryLength(this.kind(index)) === LONG_ENTRY ? PLAIN_AT : KEY_AT);
  }
}
