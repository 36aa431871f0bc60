import { hash } from 'node:crypto';
import type { Frame } from '../parse/document/framer.ts';

/** Some records that stand one after the other in a feed. */
export interface Segment {
  /** Their bytes are good until the next segment is asked for. */
  frames: Frame[];
  /** Place of the first record in the feed, from 0. */
  firstPosition: number;
  /** sha1 of all bytes, as 20 latin1 characters; null where a record was too large to be held. */
  digest: string | null;
}

/** One record in so many ends a segment. */
const AVERAGE_RECORDS = 64;
export const MAX_RECORDS = 256;
const MAX_BYTES = 1024 * 1024;
/** Bytes of a record that are looked at to find out whether it ends a segment. */
const SAMPLED_BYTES = 64;

/**
 * Cuts a stream of records into segments of about 64. A record's own bytes say whether a segment ends with
 * it, so that a record that comes or goes changes the segment around it and shifts no other
 * (content-defined chunking, as deduplicating backups do it).
 *
 * Where `batches` throws, what came before is delivered first.
 */
export async function* cutSegments(batches: AsyncIterable<Frame[]>): AsyncGenerator<Segment> {
  const segment = new SegmentBuffer();
  try {
    for await (const frames of batches) {
      for (const frame of frames) {
        segment.add(frame);
        if (segment.isFull() || endsSegment(frame)) yield* segment.take();
      }
    }
  } catch (error) {
    yield* segment.take();
    throw error;
  }
  yield* segment.take();
}

function endsSegment({ bytes, size }: Frame): boolean {
  if (bytes === null) return false;
  let mixed = size;
  const step = Math.max(1, size / SAMPLED_BYTES);
  for (let at = 0; at < size; at += step) mixed = Math.imul(mixed ^ (bytes[at | 0] as number), 0x01000193);
  mixed ^= mixed >>> 15;
  return (mixed >>> 0) % AVERAGE_RECORDS === 0;
}

/** Holds the records of the segment that is being filled: a framer's bytes are only good until its next push. */
class SegmentBuffer {
  #bytes = Buffer.allocUnsafe(256 * 1024);
  #used = 0;
  #frames: Frame[] = [];
  #whole = true;
  #position = 0;

  add(frame: Frame): void {
    if (frame.bytes === null) {
      this.#whole = false;
      this.#frames.push(frame);
      return;
    }
    const end = this.#used + frame.size;
    if (end > this.#bytes.length) this.#grow(end);
    frame.bytes.copy(this.#bytes, this.#used);
    this.#frames.push({ ...frame, bytes: this.#bytes.subarray(this.#used, end) });
    this.#used = end;
  }

  isFull(): boolean {
    return this.#frames.length >= MAX_RECORDS || this.#used >= MAX_BYTES;
  }

  *take(): Generator<Segment> {
    const frames = this.#frames;
    if (frames.length === 0) return;
    const digest = this.#whole
      ? hash('sha1', this.#bytes.subarray(0, this.#used), 'buffer').toString('latin1')
      : null;
    const firstPosition = this.#position;
    this.#position += frames.length;
    this.#frames = [];
    this.#whole = true;
    yield { frames, firstPosition, digest };
    this.#used = 0;
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#used);
    this.#bytes = grown;
  }
}
