import { FeedflowError } from '@feedflow/shared/errors';
import { isLoopback } from '@feedflow/shared/network/loopback';
import { pickSettings, settingsOf } from '@feedflow/shared/settings';
import type { z } from 'zod';

/** What the API process reads from its environment. */
export const apiSettings = pickSettings(...settingsOf.api);
export type ApiSettings = z.infer<typeof apiSettings>;

/**
 * An API without a token is for this machine only.
 *
 * @throws FeedflowError 'settings-invalid' where it would be open to a network, or where a token would give
 * less than it seems to
 */
export function checkExposure(
  settings: Pick<ApiSettings, 'API_HOST' | 'API_TOKEN' | 'API_READ_TOKEN'>,
): void {
  const { API_HOST, API_TOKEN, API_READ_TOKEN } = settings;
  if (!API_TOKEN && !isLoopback(API_HOST)) {
    throw new FeedflowError(
      'settings-invalid',
      `API_TOKEN is not set and API_HOST is "${API_HOST}": without a token the API listens on loopback only; set API_TOKEN, or API_HOST to 127.0.0.1`,
    );
  }
  if (API_READ_TOKEN && (!API_TOKEN || API_READ_TOKEN === API_TOKEN)) {
    throw new FeedflowError(
      'settings-invalid',
      'API_READ_TOKEN is set without an API_TOKEN that differs from it: whoever reads could do everything; set API_TOKEN to another one',
    );
  }
}
