import { FeedflowError } from '@feedflow/shared/errors';
import { pickSettings } from '@feedflow/shared/settings';
import type { z } from 'zod';

/** What the API process reads from its environment. */
export const apiSettings = pickSettings(
  'MONGODB_URI',
  'REDIS_URL',
  'REDIS_PREFIX',
  'LOG_LEVEL',
  'BOOT_TIMEOUT_MS',
  'SHUTDOWN_TIMEOUT_MS',
  'BATCH_SIZE',
  'FETCH_ATTEMPTS',
  'BATCH_ATTEMPTS',
  'IMPORT_INTERVAL_MINUTES',
  'API_HOST',
  'API_PORT',
  'API_TOKEN',
);
export type ApiSettings = z.infer<typeof apiSettings>;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * An API without a token is for this machine only.
 *
 * @throws FeedflowError 'settings-invalid' where it would be open to a network
 */
export function checkExposure(settings: Pick<ApiSettings, 'API_HOST' | 'API_TOKEN'>): void {
  if (settings.API_TOKEN || LOOPBACK.has(settings.API_HOST)) return;
  throw new FeedflowError(
    'settings-invalid',
    `API_TOKEN is not set and API_HOST is "${settings.API_HOST}": without a token the API listens on loopback only; set API_TOKEN, or API_HOST to 127.0.0.1`,
  );
}
