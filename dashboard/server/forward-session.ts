import { session } from '@feedflow/shared/model/session';
import { forward } from './forward.ts';
import { limitToRole } from './session/seen-by.ts';
import { roleOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

/** Forwards GET /api/session and limits the response to the role of the login. */
export async function forwardSession(request: Request, settings: Settings): Promise<Response> {
  const role = await roleOf(request.headers, settings.login);
  const response = await forward(request, settings);
  if (!response.ok) return response;
  const seen = limitToRole(role, session.parse(await response.json()));
  return Response.json(seen, { headers: response.headers });
}
