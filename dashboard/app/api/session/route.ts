import { forward } from '../../../server/forward.ts';
import { createAttempts } from '../../../server/session/attempts.ts';
import { guarded } from '../../../server/session/guard.ts';
import { logIn, logOut } from '../../../server/session/log-in.ts';
import { noteLogin, noteLogout } from '../../../server/session/note-login.ts';
import { readSettings } from '../../../server/settings.ts';

const attempts = createAttempts();

/** What the API lets this dashboard do. */
export const GET = guarded(forward);

/** Logs in. */
export async function POST(request: Request): Promise<Response> {
  const settings = readSettings();
  const answer = await logIn(request, settings, attempts);
  void noteLogin(request, answer, settings);
  return answer;
}

/** Logs out. */
export function DELETE(request: Request): Response {
  const answer = logOut(request);
  void noteLogout(request, answer, readSettings());
  return answer;
}
