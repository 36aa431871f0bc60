import type { Session } from '@feedflow/shared/model/session';
import { createQueryClient } from '../lib/api/query-client.ts';
import { serverQueries } from './queries.ts';
import { limitToRole } from './session/seen-by.ts';
import type { Role } from './session/token.ts';

/** A page waits at most this long for its permissions; the browser requests them again. */
const TIMEOUT_MS = 500;

/** The session of a visitor with this role; null if the API does not respond in time. */
export async function apiSession(role: Role): Promise<Session | null> {
  const query = serverQueries(TIMEOUT_MS).session();
  return createQueryClient()
    .fetchQuery({ ...query, retry: false })
    .then(
      (session) => limitToRole(role, session),
      () => null,
    );
}
