import { FeedflowError } from '@feedflow/shared/errors';
import type { Frame } from '../record/record.ts';

/** CPU time one record may take before it fails, in ms: some thousand times that of a record of the largest size. */
const RECORD_CPU_MS = 2_000;
/** CPU time a feed may take, in ms: some ten times that of ordinary records, and a minute for the first ones. */
const FEED_CPU_MS = 60_000;
const CPU_MS_PER_RECORD = 1;
const CPU_MS_PER_MEGABYTE = 1_000;

const BYTES_PER_MEGABYTE = 1_000_000;
const MICROSECONDS_PER_MS = 1_000;

/** Limits the CPU time of reading one feed, whatever its bytes are. The load of the machine does not count. */
export interface ReadBudget {
  /**
   * Checks the budget before some records are read.
   * @param records of the feed, these included
   * @throws FeedflowError feed-over-budget
   */
  spend(records: number, next: readonly Frame[]): void;
  /** Starts the time of one record. */
  beginRecord(): void;
  /** Whether the record has taken more than one record may. */
  isRecordOver(): boolean;
}

export function createReadBudget(): ReadBudget {
  const startCpuMs = threadCpuMs();
  let bytes = 0;
  /** Before the records that are being read. */
  let cpuMs = startCpuMs;
  let recordStartMs = 0;

  return {
    spend(records, next) {
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
      // CPU time takes a system call: it is read only once the wall-clock time has passed.
      if (performance.now() - recordStartMs < RECORD_CPU_MS) return false;
      return threadCpuMs() - cpuMs >= RECORD_CPU_MS;
    },
  };
}

/** Of the reading thread, so that other threads do not count. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}

export function tooManyRecords(maxRecords: number): FeedflowError {
  return new FeedflowError(
    'feed-too-many-records',
    `the feed has more than ${maxRecords} records (FETCH_MAX_RECORDS); the first ${maxRecords} were imported`,
    { details: { maxRecords } },
  );
}

function overBudget(spentMs: number, records: number, bytes: number): FeedflowError {
  const seconds = Math.round(spentMs / 1_000);
  return new FeedflowError(
    'feed-over-budget',
    `reading the feed was stopped after ${records} records (${bytes} bytes): they took ${seconds} s of CPU time, far more than usual records`,
    { details: { records, bytes, cpuMs: Math.round(spentMs) } },
  );
}
