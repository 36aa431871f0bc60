import { randomUUID } from 'node:crypto';
import { createApiClient } from '@feedflow/shared/api/client';
import { contract } from '@feedflow/shared/api/contract';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import { headers } from 'next/headers';
import { ApiFailure } from '../lib/api/failure.ts';
import { createQueries, type Queries } from '../lib/api/queries.ts';
import { createRead, type Read } from '../lib/api/read.ts';
import { apiHeaders, forwardedHeaders } from './api-headers.ts';
import { responseFault } from './response-fault.ts';
import { roleOf } from './session/visitor.ts';
import { readSettings } from './settings.ts';

/** A page waits this long for its first data; with a slower API the browser loads it and shows a skeleton. */
const FIRST_DATA_TIMEOUT_MS = 2_000;

/**
 * The queries of the browser, sent directly to the API to render a page. They fail without a login, on any page.
 */
export function serverQueries(timeoutMs = FIRST_DATA_TIMEOUT_MS): Queries {
  const settings = readSettings();
  const readAs = (forwarded: Record<string, string>) =>
    createRead({
      baseUrl: settings.apiUrl,
      headers: { ...apiHeaders(settings, randomUUID()), ...forwarded },
      timeoutMs,
      unreachable: 'The API is unreachable. Check that it is running and that API_URL is correct.',
      faultOf(name, value) {
        const route: RouteContract = contract[name];
        return route.response ? responseFault(route.response, value) : null;
      },
    });
  const readIfLoggedIn: Read = async (request) => {
    const requestHeaders = await headers();
    if (await roleOf(requestHeaders, settings.login))
      return readAs(await forwardedHeaders(requestHeaders, settings))(request);
    throw new ApiFailure({ status: 401, code: 'login-required', message: 'Login required.' });
  };
  return createQueries(createApiClient(readIfLoggedIn));
}
