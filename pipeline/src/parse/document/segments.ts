import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { GrowingBuffer } from '@feedflow/shared/process/growing-buffer';
import { type ExpectedSegment, type Frame, MAX_SEGMENT_RECORDS, type Segment } from '../../record/record.ts';

/** One record in so many ends a segment. */
const AVERAGE_RECORDS = 64;
const MAX_BYTES = 1024 * 1024;
const INITIAL_BYTES = 256 * 1024;

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
        if (frame.known) {
          yield* segment.take();
          yield segment.known(frame.known);
          continue;
        }
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

/** Whether a segment ends with this record, wherever it is. */
export function endsSegment({ bytes }: Pick<Frame, 'bytes'>): boolean {
  // Of all bytes: a sample of them may be the same in most records.
  return bytes !== null && crc32(bytes) % AVERAGE_RECORDS === 0;
}

/** Holds the records of the segment that is being filled: a framer's bytes are only valid until its next push. */
class SegmentBuffer {
  readonly #bytes = new GrowingBuffer(INITIAL_BYTES);
  #frames: Frame[] = [];
  #whole = true;
  /** Whether the bytes are the same records wherever they are. */
  #recognizable = true;
  #position = 0;
  /** Of the record before. */
  #inherited: Buffer | null = null;

  add(frame: Frame): void {
    if (frame.bytes === null) {
      this.#whole = false;
      this.#frames.push(frame);
      return;
    }
    if (this.#frames.length > 0) {
      if (frame.lead === null) this.#recognizable = false;
      else this.#bytes.append(frame.lead);
    }
    const { offset, size, endsItself, deletes, around, inherited } = frame;
    if (!endsItself) this.#recognizable = false;
    if (inherited !== null) {
      // The same bytes are other jobs elsewhere.
      this.#recognizable = false;
      if (this.#frames.length === 0 || this.#inherited?.equals(inherited) !== true)
        this.#bytes.append(inherited);
    }
    this.#inherited = inherited;
    const start = this.#bytes.length;
    this.#bytes.append(frame.bytes);
    const bytes = this.#bytes.from(start);
    this.#frames.push({ bytes, offset, size, lead: null, endsItself, deletes, around, inherited });
  }

  /** A segment that was not read. */
  known({ digest, size, records }: ExpectedSegment): Segment {
    const firstPosition = this.#position;
    this.#position += records;
    return { frames: [], firstPosition, digest, size, isKnown: true };
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
    const size = this.#whole && this.#recognizable ? this.#bytes.length : 0;
    this.#frames = [];
    this.#whole = true;
    this.#recognizable = true;
    yield { frames, firstPosition, digest, size, isKnown: false };
    this.#bytes.clear();
  }
}
