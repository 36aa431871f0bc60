import { alertSettings, pickSettings, processSettings } from '@feedflow/shared/settings';
import { SAMPLE_RECORDS, type StoreRaw } from './raw-texts.ts';

/** The settings of the worker process. */
export const workerSettings = pickSettings(
  ...processSettings,
  ...alertSettings,
  'HEALTH_PORT',
  'HEALTH_HOST',
  'LOCK_DURATION_MS',
  'STALLED_INTERVAL_MS',
  'MAX_STALLS',
  'WORKER_QUEUES',
  'WORKER_CONCURRENCY',
  'FETCH_CONCURRENCY',
  'PREVIEW_CONCURRENCY',
  'FETCH_HOST_CONCURRENCY',
  'FETCH_HOST_DELAY_MS',
  'BATCH_TIMEOUT_MS',
  'MAX_PENDING_BATCHES',
  'MAX_PENDING_BYTES',
  'REDIS_MEMORY_LIMIT_PERCENT',
  'FETCH_TIMEOUT_MS',
  'FETCH_TOTAL_TIMEOUT_MS',
  'FETCH_MIN_BYTES_PER_SECOND',
  'FETCH_MAX_BYTES',
  'FETCH_MAX_RECORDS',
  'READER_MAX_HEAP_MB',
  'READER_MAX_TURN_MS',
  'FETCH_ALLOW_PRIVATE_HOSTS',
  'FETCH_USER_AGENT',
  'FAILURE_SAMPLE_LIMIT',
  'FULL_IMPORT_INTERVAL_HOURS',
  'SHRINK_LIMIT_PERCENT',
  'STORE_RAW',
  'STORE_RAW_DAYS',
);

/** @returns null if only the jobs of a feed are stored */
export function storeRawOf({
  STORE_RAW,
  STORE_RAW_DAYS,
}: {
  STORE_RAW: 'none' | 'failed' | 'sample';
  STORE_RAW_DAYS: number;
}): StoreRaw | null {
  if (STORE_RAW === 'none') return null;
  return {
    firstRecords: STORE_RAW === 'sample' ? SAMPLE_RECORDS : 0,
    keepMs: STORE_RAW_DAYS * 86_400_000,
  };
}

/** The settings of the scheduler process. */
export const schedulerSettings = pickSettings(
  ...processSettings,
  ...alertSettings,
  'HEALTH_PORT',
  'HEALTH_HOST',
  'BATCH_SIZE',
  'FETCH_ATTEMPTS',
  'BATCH_ATTEMPTS',
  'FEEDS_FILE',
  'IMPORT_INTERVAL_MINUTES',
  'SOURCE_REFRESH_SECONDS',
  'REAPER_INTERVAL_SECONDS',
  'REAPER_GRACE_MS',
  'RUN_RETENTION_DAYS',
  'FAILED_BATCH_RETENTION_DAYS',
  'CLOSED_JOB_RETENTION_DAYS',
  'AUDIT_RETENTION_DAYS',
);
