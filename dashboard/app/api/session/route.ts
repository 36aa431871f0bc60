import { forward } from '../../../server/forward.ts';
import { createAttempts } from '../../../server/session/attempts.ts';
import { guarded } from '../../../server/session/guard.ts';
import { logIn, logOut } from '../../../server/session/log-in.ts';
import { readSettings } from '../../../server/settings.ts';

const attempts = createAttempts();

/** What the API lets this dashboard do. */
export const GET = guarded(forward);

/** Logs in. */
export function POST(request: Request): Promise<Response> {
  return logIn(request, readSettings(), attempts);
}

/** Logs out. */
export function DELETE(request: Request): Response {
  return logOut(request);
}
