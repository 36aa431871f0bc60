import { errorResponse } from '../error-response.ts';
import { requestIdOf } from '../request-id.ts';
import { readSettings, type Settings } from '../settings.ts';
import { roleOf } from './visitor.ts';

/** The error response for a request that is not allowed; null if it is allowed. */
export async function refusalOf(request: Request, settings: Settings): Promise<Response | null> {
  const role = await roleOf(request.headers, settings.login);
  const requestId = requestIdOf(request);
  if (!role) {
    const message = 'Login required: there is no session, or it has ended.';
    return errorResponse(401, 'login-required', message, requestId);
  }
  if (role === 'read' && request.method !== 'GET') {
    const message = 'This session is read-only. Log in with the full-access password to do that.';
    return errorResponse(403, 'session-read-only', message, requestId);
  }
  return null;
}

/**
 * A route handler that needs a login. The proxy has checked the login already; routes check it again, so that none
 * depends on the path matcher of the proxy.
 */
export function guarded(
  handle: (request: Request, settings: Settings) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const settings = readSettings();
    return (await refusalOf(request, settings)) ?? handle(request, settings);
  };
}
