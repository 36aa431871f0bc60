import { randomUUID } from 'node:crypto';
import { createApiClient } from '@feedflow/shared/api/client';
import { contract } from '@feedflow/shared/api/contract';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import { headers } from 'next/headers';
import { ApiFailure } from '../lib/api/failure.ts';
import { createQueries, type Queries } from '../lib/api/queries.ts';
import { createRead, type Read } from '../lib/api/read.ts';
import { answerFault } from './answer-fault.ts';
import { apiHeaders } from './api-headers.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { roleOf } from './session/visitor.ts';
import { readSettings } from './settings.ts';

/** A page waits this long for its first data; a slower API is waited for in the browser, over a skeleton. */
const FIRST_DATA_TIMEOUT_MS = 2_000;

/**
 * The same queries as in the browser, asked straight from the API: for what a page is rendered with. They fail
 * for who is not logged in, whatever page asks.
 */
export function serverQueries(timeoutMs = FIRST_DATA_TIMEOUT_MS): Queries {
  const settings = readSettings();
  const readAs = (forwarded: Record<string, string>) =>
    createRead({
      baseUrl: settings.apiUrl,
      headers: { ...apiHeaders(settings, randomUUID()), ...forwarded },
      timeoutMs,
      faultOf(name, value) {
        const route: RouteContract = contract[name];
        return route.response ? answerFault(route.response, value) : null;
      },
    });
  const readIfLoggedIn: Read = async (request) => {
    const received = await headers();
    if (await roleOf(received, settings.login))
      return readAs(await forwardedHeaders(received, settings))(request);
    throw new ApiFailure({ status: 401, code: 'login-required', message: 'This needs a login.' });
  };
  return createQueries(createApiClient(readIfLoggedIn));
}
