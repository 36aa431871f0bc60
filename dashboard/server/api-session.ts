import type { Session } from '@feedflow/shared/session';
import { createQueryClient } from '../lib/api/query-client.ts';
import { serverQueries } from './queries.ts';

/** No page waits longer to know what it may offer: the browser asks again. */
const TIMEOUT_MS = 500;

/** What the API lets this dashboard do; null where it does not say so at once, or nobody is logged in. */
export async function apiSession(): Promise<Session | null> {
  const query = serverQueries(TIMEOUT_MS).session();
  return createQueryClient()
    .fetchQuery({ ...query, retry: false })
    .catch(() => null);
}
