import { FeedflowError } from '../errors.ts';
import type { RunOptions } from './deps.ts';

/**
 * The options of runs, from the settings of a process that starts them.
 *
 * @throws FeedflowError 'settings-invalid' if batches would shrink
 */
export function runOptionsOf(settings: {
  BATCH_SIZE: number;
  MAX_BATCH_SIZE: number;
  FETCH_ATTEMPTS: number;
  BATCH_ATTEMPTS: number;
}): RunOptions {
  const { BATCH_SIZE, MAX_BATCH_SIZE } = settings;
  if (MAX_BATCH_SIZE < BATCH_SIZE) {
    throw new FeedflowError(
      'settings-invalid',
      `MAX_BATCH_SIZE is ${MAX_BATCH_SIZE} and BATCH_SIZE is ${BATCH_SIZE}: MAX_BATCH_SIZE must be at least BATCH_SIZE; raise it, or lower BATCH_SIZE`,
    );
  }
  return {
    batchSize: BATCH_SIZE,
    maxBatchSize: MAX_BATCH_SIZE,
    fetchAttempts: settings.FETCH_ATTEMPTS,
    batchAttempts: settings.BATCH_ATTEMPTS,
  };
}
