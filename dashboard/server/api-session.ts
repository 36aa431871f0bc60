import type { Session } from '@feedflow/shared/model/session';
import { createQueryClient } from '../lib/api/query-client.ts';
import { serverQueries } from './queries.ts';
import { limitToRole } from './session/seen-by.ts';
import type { Role } from './session/token.ts';

/** No page waits longer to know what it may offer: the browser asks again. */
const TIMEOUT_MS = 500;

/** What a visitor of this role may do; null where the API does not say at once what it lets the dashboard do. */
export async function apiSession(role: Role): Promise<Session | null> {
  const query = serverQueries(TIMEOUT_MS).session();
  return createQueryClient()
    .fetchQuery({ ...query, retry: false })
    .then(
      (session) => limitToRole(role, session),
      () => null,
    );
}
