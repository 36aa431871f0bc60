import { type Session, session as sessionSchema } from '@feedflow/shared/model/session';
import { createQueryClient } from '../lib/api/query-client.ts';
import { forward } from './forward.ts';
import { serverQueries } from './queries.ts';
import type { Role } from './session/token.ts';
import { roleOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

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

/** Forwards GET /api/session and limits the response to the role of the login. */
export async function forwardSession(request: Request, settings: Settings): Promise<Response> {
  const role = await roleOf(request.headers, settings.login);
  const response = await forward(request, settings);
  if (!response.ok) return response;
  const session = limitToRole(role, sessionSchema.parse(await response.json()));
  return Response.json(session, { headers: response.headers });
}

/** Limits the API session of the dashboard to what a role may do. */
function limitToRole(role: Role | null, session: Session): Session {
  return role === 'read' ? { ...session, access: 'read' } : session;
}
