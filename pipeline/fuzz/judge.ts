import type { Reading } from './reading.ts';

/** Of one record, in microseconds of CPU time; and of each megabyte that is cut into records. */
const MAX_RECORD_US = 50_000;
/** The sample that settles a dialect has at most so many records. */
const SAMPLE_RECORDS = 200;
/** What is in memory after a feed was read, above what was there before the first. */
const MAX_HEAP_GROWTH_BYTES = 32 * 1024 * 1024;

/**
 * Why a feed must not be read as it was; null where all is well.
 *
 * @param bytes length of the feed
 * @param heapBytes in use after the first feeds
 */
export function faultOf(reading: Reading, bytes: number, heapBytes: number): string | null {
  if ('failed' in reading) return reading.failed;
  const { records, openUs, slowestRecordUs, frameUs } = reading;
  const megabytes = Math.ceil(bytes / 1_000_000);
  const ms = (us: number) => `${Math.round(us / 1000)} ms of CPU time`;
  if (slowestRecordUs > MAX_RECORD_US) return `a record took ${ms(slowestRecordUs)}`;
  if (frameUs > MAX_RECORD_US * (megabytes + 1)) return `cutting it into records took ${ms(frameUs)}`;
  // The part before the first record may be looked at twice; each record of the sample is read in the same turn.
  if (openUs > MAX_RECORD_US * (megabytes + 2 + Math.min(records, SAMPLE_RECORDS)))
    return `its beginning took ${ms(openUs)}`;
  if (reading.heapBytes > heapBytes + MAX_HEAP_GROWTH_BYTES)
    return `${Math.round(reading.heapBytes / 1024 / 1024)} MB were in use after it`;
  return null;
}
