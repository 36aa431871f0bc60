import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { FailedRecord, Segment } from '../record/record.ts';

/** Which records' texts are stored beside the jobs of a feed (STORE_RAW). */
export interface StoreRaw {
  /** The first records of the feed, whatever their outcome; failed ones are stored in any case. */
  firstRecords: number;
  /** How long, in ms. */
  keepMs: number;
}

export interface RawTextsOptions {
  /** How many failed records to store of one reading of a feed: as many as there are failure samples. */
  failureSampleLimit: number;
  /** Null to store none. */
  storeRaw: StoreRaw | null;
}

export interface RawTextsDeps {
  keepTexts(records: RawRecord[]): Promise<void>;
  decode(bytes: Buffer): string;
}

/** Stores the texts of some records of one reading of a feed. */
export interface RawTexts {
  /** Whether the record at this position is stored, whatever its outcome. */
  needs(position: number): boolean;
  /** Stores the segment's share of the feed's first records, and of its failures. */
  store(segment: Segment, failures: FailedRecord[]): Promise<void>;
}

/** How many records `STORE_RAW=sample` stores of each run: a megabyte at most, usually far less. */
export const SAMPLE_RECORDS = 50;
/** Some ten times the size of most records. */
const MAX_TEXT_BYTES = 20_000;

/** Stores records as they are in their feed, so that faults in them can be found. */
export function createRawTexts(
  { keepTexts, decode }: RawTextsDeps,
  { failureSampleLimit, storeRaw }: RawTextsOptions,
): RawTexts {
  const firstRecords = storeRaw?.firstRecords ?? 0;
  let failed = 0;

  function positionsIn(segment: Segment, failures: FailedRecord[]): number[] {
    const positions: number[] = [];
    const end = Math.min(segment.firstPosition + segment.frames.length, firstRecords);
    for (let position = segment.firstPosition; position < end; position += 1) positions.push(position);
    for (const { position } of failures) {
      if (storeRaw === null || position < firstRecords || failed >= failureSampleLimit) continue;
      failed += 1;
      positions.push(position);
    }
    return positions;
  }

  return {
    needs: (position) => position < firstRecords,
    store: async (segment, failures) => {
      const records: RawRecord[] = [];
      for (const position of positionsIn(segment, failures)) {
        const bytes = segment.frames[position - segment.firstPosition]?.bytes;
        if (bytes) records.push({ position, text: truncate(decode(bytes)) });
      }
      if (records.length > 0) await keepTexts(records);
    },
  };
}

/** At most 20 kB of UTF-8, no character cut in two. */
function truncate(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_TEXT_BYTES) return text;
  let end = MAX_TEXT_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
