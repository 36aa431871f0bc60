import { forwardSession } from '../../../server/forward-session.ts';
import { createAttempts } from '../../../server/session/attempts.ts';
import { guarded } from '../../../server/session/guard.ts';
import { logIn, logOut } from '../../../server/session/log-in.ts';
import { createRefusedLogins } from '../../../server/session/refused-logins.ts';
import { readSettings } from '../../../server/settings.ts';

const deps = { attempts: createAttempts(), refusedLogins: createRefusedLogins() };

/** What this session may do. */
export const GET = guarded(forwardSession);

/** Logs in. */
export function POST(request: Request): Promise<Response> {
  return logIn(request, readSettings(), deps);
}

/** Logs out. */
export function DELETE(request: Request): Promise<Response> {
  return logOut(request, readSettings());
}
