import { session } from '@feedflow/shared/model/session';
import { forward } from './forward.ts';
import { limitToRole } from './session/seen-by.ts';
import { roleOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

/** Passes GET /api/session on, and answers what the session may do: no more than the API lets the dashboard do. */
export async function forwardSession(request: Request, settings: Settings): Promise<Response> {
  const role = await roleOf(request.headers, settings.login);
  const answer = await forward(request, settings);
  if (!answer.ok) return answer;
  const seen = limitToRole(role, session.parse(await answer.json()));
  return Response.json(seen, { headers: answer.headers });
}
