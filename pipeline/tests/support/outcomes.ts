import type { BodyReading, FeedReading, NotModified } from '../../src/import/read-feed.ts';
import type { RecordOutcome } from '../../src/record/record.ts';

/** The outcomes of all records of a feed, in feed order. */
export async function* outcomesOf(
  reading: Pick<BodyReading, 'frames' | 'readRecord'>,
): AsyncGenerator<RecordOutcome[]> {
  let position = 0;
  for await (const frames of reading.frames()) {
    const first = position;
    position += frames.length;
    yield frames.map((frame, index) => reading.readRecord(frame, first + index));
  }
}

/** @throws Error if there is nothing to read */
export function modified(reading: FeedReading | NotModified): FeedReading {
  if (reading.notModified) throw new Error('the feed was not modified');
  return reading;
}
