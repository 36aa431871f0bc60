import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { UnreadSegment } from './read-feed.ts';

/** Which records' texts are kept of a feed beside its postings (STORE_RAW). */
export interface StoreRaw {
  /** The first of the feed, whatever became of them; those that failed are kept in any case. */
  firstRecords: number;
  /** How long, in ms. */
  keepMs: number;
}

/** How many records `STORE_RAW=sample` keeps of each run: a megabyte at most, mostly far less. */
export const SAMPLE_RECORDS = 50;

export interface RawTextsOptions {
  /** How many records that failed to keep of one read of a feed: as many as there are failure samples. */
  failureSampleLimit: number;
  /** Null to keep none. */
  storeRaw: StoreRaw | null;
}

/** The texts of some records of one read of a feed. */
export interface RawTexts {
  /** Notes the segment's share of the feed's first records. To be called while the segment's bytes are good, as `noteFailed`. */
  noteFirst(segment: UnreadSegment): void;
  noteFailed(segment: UnreadSegment, position: number): void;
  /** Stores what was noted since the last time. */
  store(): Promise<void>;
}

/** Some ten times what most records take. */
const MAX_TEXT_BYTES = 20_000;

/** Keeps what records look like in their feed, so that someone can find out what is wrong with them. */
export function createRawTexts(
  { keepTexts }: { keepTexts(records: RawRecord[]): Promise<void> },
  { failureSampleLimit, storeRaw }: RawTextsOptions,
): RawTexts {
  const firstRecords = storeRaw?.firstRecords ?? 0;
  let failed = 0;
  let held: RawRecord[] = [];

  function hold(segment: UnreadSegment, position: number): void {
    const text = segment.textOf(position);
    if (text !== null) held.push({ position, text: cut(text) });
  }

  return {
    noteFirst: (segment) => {
      const end = Math.min(segment.firstPosition + segment.frames.length, firstRecords);
      for (let position = segment.firstPosition; position < end; position += 1) hold(segment, position);
    },
    noteFailed: (segment, position) => {
      if (storeRaw === null || position < firstRecords || failed >= failureSampleLimit) return;
      failed += 1;
      hold(segment, position);
    },
    store: async () => {
      if (held.length === 0) return;
      const records = held;
      held = [];
      await keepTexts(records);
    },
  };
}

/** At most 20 kB of UTF-8, no character cut in two. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_TEXT_BYTES) return text;
  let end = MAX_TEXT_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
