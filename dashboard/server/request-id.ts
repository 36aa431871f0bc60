import { randomUUID } from 'node:crypto';

/** The X-Request-Id of the request if it is valid, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
