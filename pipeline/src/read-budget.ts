import { FeedflowError } from '@feedflow/shared/errors';
import type { Frame } from './parse/document/framer.ts';

/** CPU time one record may cost before it fails, in ms: some thousand times what a record of the largest size costs. */
const RECORD_CPU_MS = 2_000;
/** CPU time a feed may cost, in ms: some ten times what ordinary records cost, and a minute for the first ones. */
const FEED_CPU_MS = 60_000;
const CPU_MS_PER_RECORD = 1;
const CPU_MS_PER_MEGABYTE = 1_000;

const BYTES_PER_MEGABYTE = 1_000_000;
const MICROSECONDS_PER_MS = 1_000;

/** What reading one feed may cost, whatever its bytes are. Only CPU time counts: a busy machine costs a feed nothing. */
export interface ReadBudget {
  /**
   * To be called before some records are read.
   * @param records of the feed up to and with these
   * @throws FeedflowError feed-too-many-records, feed-over-budget
   */
  spend(records: number, next: readonly Frame[]): void;
  /** To be called before each record is parsed. */
  beginRecord(): void;
  /** Whether the record has cost more than one record may. */
  isRecordOver(): boolean;
}

/** @param options maxRecords: the most records that are read of a feed */
export function createReadBudget({ maxRecords }: { maxRecords: number }): ReadBudget {
  const startCpuMs = threadCpuMs();
  let bytes = 0;
  /** Before the records that are being read. */
  let cpuMs = startCpuMs;
  let recordStartMs = 0;

  return {
    spend(records, next) {
      if (records > maxRecords) throw tooManyRecords(maxRecords);
      const allowedMs =
        FEED_CPU_MS + records * CPU_MS_PER_RECORD + (bytes / BYTES_PER_MEGABYTE) * CPU_MS_PER_MEGABYTE;
      cpuMs = threadCpuMs();
      if (cpuMs - startCpuMs > allowedMs) throw overBudget(cpuMs - startCpuMs, records - next.length, bytes);
      for (const frame of next) bytes += frame.size;
    },
    beginRecord() {
      recordStartMs = performance.now();
    },
    isRecordOver() {
      // CPU time takes a system call: it is looked at only where the time on the clock is up.
      if (performance.now() - recordStartMs < RECORD_CPU_MS) return false;
      return threadCpuMs() - cpuMs >= RECORD_CPU_MS;
    },
  };
}

/** Of the thread that reads, so that what others do meanwhile does not count. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}

function tooManyRecords(maxRecords: number): FeedflowError {
  return new FeedflowError(
    'feed-too-many-records',
    `the feed has more than ${maxRecords} records (FETCH_MAX_RECORDS); those before were imported`,
    { details: { maxRecords } },
  );
}

function overBudget(spentMs: number, records: number, bytes: number): FeedflowError {
  const seconds = Math.round(spentMs / 1_000);
  return new FeedflowError(
    'feed-over-budget',
    `reading the feed was stopped after ${records} records (${bytes} bytes): they cost ${seconds} s of CPU time, far more than records do`,
    { details: { records, bytes, cpuMs: Math.round(spentMs) } },
  );
}
