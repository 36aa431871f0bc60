import { hash } from 'node:crypto';
import { GrowingBuffer } from '@feedflow/shared/process/growing-buffer';
import { type Frame, MAX_SEGMENT_RECORDS, type Segment } from '../../record.ts';

/** One record in so many ends a segment. */
const AVERAGE_RECORDS = 64;
const MAX_BYTES = 1024 * 1024;
const INITIAL_BYTES = 256 * 1024;
/** Bytes of a record that decide whether it ends a segment. */
const SAMPLED_BYTES = 64;

/**
 * Cuts a stream of records into segments of about 64. A record's own bytes decide whether a segment ends with
 * it, so that a record that is added or removed changes the segment around it and shifts no other
 * (content-defined chunking, as deduplicating backups do it).
 *
 * If `batches` throws, the records before are delivered first.
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

/** Holds the records of the segment that is being filled: a framer's bytes are only valid until its next push. */
class SegmentBuffer {
  readonly #bytes = new GrowingBuffer(INITIAL_BYTES);
  #frames: Frame[] = [];
  #whole = true;
  #position = 0;

  add(frame: Frame): void {
    if (frame.bytes === null) {
      this.#whole = false;
      this.#frames.push(frame);
      return;
    }
    const start = this.#bytes.length;
    this.#bytes.append(frame.bytes);
    const { offset, size, deletes } = frame;
    this.#frames.push({ bytes: this.#bytes.from(start), offset, size, deletes });
  }

  isFull(): boolean {
    return this.#frames.length >= MAX_SEGMENT_RECORDS || this.#bytes.length >= MAX_BYTES;
  }

  *take(): Generator<Segment> {
    const frames = this.#frames;
    if (frames.length === 0) return;
    const digest = this.#whole ? hash('sha1', this.#bytes.from(0), 'buffer').toString('latin1') : null;
    const firstPosition = this.#position;
    this.#position += frames.length;
    this.#frames = [];
    this.#whole = true;
    yield { frames, firstPosition, digest };
    this.#bytes.clear();
  }
}
