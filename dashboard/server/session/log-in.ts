import { asObject, parseJson } from '../../lib/api/failure.ts';
import { errorAnswer } from '../answer.ts';
import { requestIdOf } from '../request-id.ts';
import { crossSiteFault } from '../same-origin.ts';
import type { Settings } from '../settings.ts';
import type { Attempts } from './attempts.ts';
import { sessionCookie } from './cookie.ts';
import { roleOfPassword } from './passwords.ts';
import { returnPath } from './return-path.ts';
import { sealSession } from './token.ts';

const MAX_BODY_BYTES = 8_000;

/**
 * Answers a login, `{ password, to }`: 200 with the session's cookie and `{ to }`, where to go now; 401 for a
 * wrong password, 429 once it looks like guessing.
 */
export async function logIn(request: Request, settings: Settings, attempts: Attempts): Promise<Response> {
  const requestId = requestIdOf(request);
  const { login } = settings;
  const fault = crossSiteFault(request);
  if (fault) return errorAnswer(403, 'request-refused', fault, requestId);
  if (!login) return errorAnswer(404, 'not-found', 'This dashboard asks for no password.', requestId);
  const { password, to } = await readBody(request);
  if (typeof password !== 'string')
    return errorAnswer(400, 'request-invalid', 'The body must have a password.', requestId);

  const address = addressOf(request);
  const waitSeconds = await attempts.begin(address);
  if (waitSeconds !== null) return tooMany(waitSeconds, requestId);
  const role = roleOfPassword(password, login);
  if (!role) return errorAnswer(401, 'password-wrong', 'That is not the password.', requestId);
  await attempts.succeed(address);
  return answer({ to: returnPath(to) }, request, await sealSession(role, login), login.sessionHours);
}

/** Takes the session's cookie away. */
export function logOut(request: Request): Response {
  const fault = crossSiteFault(request);
  if (fault) return errorAnswer(403, 'request-refused', fault, requestIdOf(request));
  return answer({ to: '/login' }, request, null, 0);
}

function answer(body: { to: string }, request: Request, token: string | null, hours: number): Response {
  return Response.json(body, {
    headers: { 'cache-control': 'no-store', 'set-cookie': sessionCookie(request.headers, token, hours) },
  });
}

function tooMany(waitSeconds: number, requestId: string): Response {
  const minutes = Math.ceil(waitSeconds / 60);
  const message = `There were too many wrong passwords. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
  const refused = errorAnswer(429, 'too-many-requests', message, requestId);
  refused.headers.set('retry-after', String(waitSeconds));
  return refused;
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > MAX_BODY_BYTES) return {};
  return asObject(parseJson(await request.text())) ?? {};
}

/** The client's address as the nearest proxy, or else Next's server, has written it down. */
function addressOf(request: Request): string {
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 100) || 'unknown';
}
