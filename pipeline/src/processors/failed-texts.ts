import type { Clock } from '@feedflow/shared/clock';
import type { FailedRecord, FailedRecords } from '@feedflow/shared/mongo/failed-records';
import type { UnreadSegment } from '../read-feed.ts';

export interface FailedTextsOptions {
  /** How many to keep of one read of a feed: as many as there are failure samples. */
  failureSampleLimit: number;
  /** How long, in ms; null to keep none. */
  keepFailedTextsMs: number | null;
}

/** The texts of the records of one read of a feed that failed. */
export interface FailedTexts {
  /** To be called while the segment's bytes are good. */
  note(segment: UnreadSegment, position: number): void;
  /** Stores what was noted since the last time. */
  store(): Promise<void>;
}

/** Some ten times what most records take. */
const MAX_TEXT_BYTES = 20_000;

/** Keeps what failed records look like, so that someone can find out what is wrong with them. */
export function createFailedTexts(
  { failedRecords, clock }: { failedRecords: FailedRecords; clock: Clock },
  { runId }: { runId: string },
  { failureSampleLimit, keepFailedTextsMs }: FailedTextsOptions,
): FailedTexts {
  let noted = 0;
  let held: FailedRecord[] = [];
  return {
    note: (segment, position) => {
      if (keepFailedTextsMs === null || noted >= failureSampleLimit) return;
      noted += 1;
      const text = segment.textOf(position);
      if (text !== null) held.push({ position, text: cut(text) });
    },
    store: async () => {
      if (keepFailedTextsMs === null || held.length === 0) return;
      const records = held;
      held = [];
      await failedRecords.keep(runId, records, new Date(clock().getTime() + keepFailedTextsMs));
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
