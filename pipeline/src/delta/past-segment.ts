import type { JobPosting } from '@feedflow/shared/job-posting';
import { type Claim, ClaimKind, isFirst, type PastClaims } from '../normalize/identity.ts';
import type { RecordFailure, RecordOutcome } from '../record.ts';
import { MAX_RECORDS, type Segment } from './segments.ts';

/*
 * A segment as a manifest keeps it, integers big-endian:
 *
 *   length     u32  of all that follows
 *   digest     20 bytes
 *   records    u16
 *   postings   u16
 *   per posting:
 *     kind     u8   see ClaimKind
 *     link     u32
 *     key      20 bytes
 *     content  8 bytes, the beginning of its contentHash
 *     plain    8 bytes, the beginning of its key without the link; only of kinds that say `ByLink`
 *   failures   the rest, JSON: what became of the other records, with their places in the segment
 */
const DIGEST_AT = 4;
const RECORDS_AT = 24;
const POSTINGS_AT = 26;
const ENTRIES_AT = 28;
const LINK_AT = 1;
const KEY_AT = 5;
const CONTENT_AT = 25;
const PLAIN_AT = 33;
const SHORT_ENTRY = 33;
const LONG_ENTRY = 41;
const CONTENT_BYTES = 8;

/** A record that failed, by its place in the segment. */
export type PastFailure = RecordFailure & { offset: number };

/** Writes down what became of the records of a segment. */
export function encodeSegment(segment: Segment & { digest: string }, outcomes: RecordOutcome[]): Buffer {
  const failures: PastFailure[] = [];
  const entries: Buffer[] = [];
  for (const outcome of outcomes) {
    if (outcome.failure)
      failures.push({ ...outcome.failure, offset: outcome.position - segment.firstPosition });
    else entries.push(encodePosting(outcome.job, outcome.claim));
  }
  const rest = failures.length === 0 ? Buffer.alloc(0) : Buffer.from(JSON.stringify(failures));
  const head = Buffer.alloc(ENTRIES_AT);
  const bytes = Buffer.concat([head, ...entries, rest]);
  bytes.writeUInt32BE(bytes.length - DIGEST_AT, 0);
  bytes.write(segment.digest, DIGEST_AT, 'latin1');
  bytes.writeUInt16BE(outcomes.length, RECORDS_AT);
  bytes.writeUInt16BE(entries.length, POSTINGS_AT);
  return bytes;
}

function encodePosting(job: JobPosting, { kind, link, key, plainKey }: Claim): Buffer {
  const byLink = kind === ClaimKind.firstByLink || kind === ClaimKind.repeatByLink;
  const entry = Buffer.alloc(byLink ? LONG_ENTRY : SHORT_ENTRY);
  entry.writeUInt8(kind, 0);
  entry.writeUInt32BE(link, LINK_AT);
  entry.write(key, KEY_AT, 'hex');
  entry.write(contentMark(job), CONTENT_AT, 'hex');
  if (byLink) entry.write(plainKey.slice(0, 16), PLAIN_AT, 'hex');
  return entry;
}

/** What tells one content of a posting from another: 64 bits of its hash, as hex digits. */
export function contentMark(job: JobPosting): string {
  return job.contentHash.slice(0, CONTENT_BYTES * 2);
}

/** Reads a segment where it stands in the bytes of a manifest, without copying. One object serves for many. */
export class PastSegment implements PastClaims {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  readonly #entries = new Uint32Array(MAX_RECORDS);
  /** Number of postings, repeated ones too. */
  count = 0;
  records = 0;
  #entriesEnd = 0;

  /** @throws RangeError where there is no segment at `at` */
  read(bytes: Buffer, at: number): this {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = at + DIGEST_AT + bytes.readUInt32BE(at);
    this.records = bytes.readUInt16BE(at + RECORDS_AT);
    this.count = bytes.readUInt16BE(at + POSTINGS_AT);
    let entry = at + ENTRIES_AT;
    for (let i = 0; i < this.count; i++) {
      this.#entries[i] = entry;
      entry += bytes.readUInt8(entry) >= ClaimKind.firstByLink ? LONG_ENTRY : SHORT_ENTRY;
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
    return this.#bytes.toString('latin1', this.#at + DIGEST_AT, this.#at + RECORDS_AT);
  }

  kind(index: number): number {
    return this.#bytes.readUInt8(this.#entry(index));
  }

  link(index: number): number {
    return this.#bytes.readUInt32BE(this.#entry(index) + LINK_AT);
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
    const at = this.#entry(index) + KEY_AT;
    return this.#bytes.toString('hex', at, at + 20);
  }

  contentMark(index: number): string {
    const at = this.#entry(index) + CONTENT_AT;
    return this.#bytes.toString('hex', at, at + CONTENT_BYTES);
  }

  /** Postings that were the first of their key. */
  get firsts(): number {
    let firsts = 0;
    for (let i = 0; i < this.count; i++) if (isFirst(this.kind(i))) firsts += 1;
    return firsts;
  }

  failures(): PastFailure[] {
    if (this.#entriesEnd === this.#end) return [];
    return JSON.parse(this.#bytes.toString('utf8', this.#entriesEnd, this.#end)) as PastFailure[];
  }

  #entry(index: number): number {
    return this.#entries[index] as number;
  }

  #plain(index: number): number {
    const entry = this.#entry(index);
    return entry + (this.#bytes.readUInt8(entry) >= ClaimKind.firstByLink ? PLAIN_AT : KEY_AT);
  }
}
