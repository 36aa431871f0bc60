import type { ApiAddress } from './settings.ts';

/** The headers of every request to the API. */
export function apiHeaders(
  settings: ApiAddress,
  requestId: string,
  withJson = false,
): Record<string, string> {
  return {
    accept: 'application/json',
    'x-request-id': requestId,
    ...(withJson ? { 'content-type': 'application/json' } : {}),
    ...(settings.apiToken ? { authorization: `Bearer ${settings.apiToken}` } : {}),
  };
}
