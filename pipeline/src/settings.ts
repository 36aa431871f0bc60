import { DAY_MS } from '@feedflow/shared/durations';
import { pickSettings, settingsOf } from '@feedflow/shared/settings';
import { SAMPLE_RECORDS, type StoreRaw } from './import/raw-texts.ts';

/** What the worker process reads from its environment. */
export const workerSettings = pickSettings(...settingsOf.worker);

/** What the scheduler process reads from its environment. */
export const schedulerSettings = pickSettings(...settingsOf.scheduler);

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
    keepMs: STORE_RAW_DAYS * DAY_MS,
  };
}
