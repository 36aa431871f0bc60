import { SESSION_ID_HEADER } from '@feedflow/shared/network/dashboard-session';
import { visitorOf } from './session/visitor.ts';
import type { ApiAddress, Settings } from './settings.ts';

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

/** The headers that identify the browser's session to the API, besides the dashboard's own headers. */
export async function forwardedHeaders(
  headers: Headers,
  settings: Pick<Settings, 'login'>,
): Promise<Record<string, string>> {
  const visitor = await visitorOf(headers, settings.login);
  return visitor?.session ? { [SESSION_ID_HEADER]: visitor.session.id } : {};
}
