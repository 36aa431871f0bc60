import { forwardSession } from '../../../server/forward-session.ts';
import { createAttempts } from '../../../server/session/attempts.ts';
import { guarded } from '../../../server/session/guard.ts';
import { logIn, logOut } from '../../../server/session/log-in.ts';
import { reportLogin, reportLogout } from '../../../server/session/report-login.ts';
import { createRefusedLogins } from '../../../server/session/refused-logins.ts';
import { visitorOf } from '../../../server/session/visitor.ts';
import { readSettings } from '../../../server/settings.ts';

const deps = { attempts: createAttempts(), refusedLogins: createRefusedLogins() };

/** What this session may do. */
export const GET = guarded(forwardSession);

/** Logs in. */
export async function POST(request: Request): Promise<Response> {
  const settings = readSettings();
  const answer = await logIn(request, settings, deps);
  void reportLogin(request, answer, settings);
  return answer;
}

/** Logs out. */
export async function DELETE(request: Request): Promise<Response> {
  const settings = readSettings();
  // Found out before: the session is no longer open once it has ended.
  const visitor = await visitorOf(request.headers, settings.login);
  const answer = await logOut(request, settings);
  if (visitor?.session) void reportLogout(request, answer, { visitor, settings });
  return answer;
}
