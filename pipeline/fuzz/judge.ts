import type { Reading } from './reading.ts';

/** CPU time of one record, and of each megabyte that is cut into records. */
const MAX_RECORD_US = 50_000;
/** The sample that decides the dialect has at most so many records. */
const SAMPLE_RECORDS = 200;
/** The growth of memory in use after a feed was read, since before the first feed. */
const MAX_HEAP_GROWTH_BYTES = 32 * 1024 * 1024;

/**
 * The fault in how a feed was read; null for none.
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
  // The part before the first record may be read twice; the records of the sample are read with it.
  if (openUs > MAX_RECORD_US * (megabytes + 2 + Math.min(records, SAMPLE_RECORDS)))
    return `its beginning took ${ms(openUs)}`;
  if (reading.heapBytes > heapBytes + MAX_HEAP_GROWTH_BYTES)
    return `${Math.round(reading.heapBytes / 1024 / 1024)} MB were in use after it`;
  return null;
}
