import { forwardSession } from '../../../server/api-session.ts';
import { createAttempts } from '../../../server/session/attempts.ts';
import { guarded } from '../../../server/session/guard.ts';
import { logIn, logOut } from '../../../server/session/log-in.ts';
import { createRefusedLogins } from '../../../server/session/refused-logins.ts';
import { reportLogin, reportLogout } from '../../../server/session/report-login.ts';
import { visitorOf } from '../../../server/session/visitor.ts';
import { readSettings } from '../../../server/settings.ts';

const deps = { attempts: createAttempts(), refusedLogins: createRefusedLogins() };

/** What this session may do. */
export const GET = guarded(forwardSession);

/** Logs in. */
export async function POST(request: Request): Promise<Response> {
  const settings = readSettings();
  const response = await logIn(request, settings, deps);
  void reportLogin(request, response, settings);
  return response;
}

/** Logs out. */
export async function DELETE(request: Request): Promise<Response> {
  const settings = readSettings();
  // Read before logging out: afterwards the session is no longer valid.
  const visitor = await visitorOf(request.headers, settings.login);
  const response = await logOut(request, settings);
  if (visitor?.session) void reportLogout(request, response, { visitor, settings });
  return response;
}
