import { createHash, timingSafeEqual } from 'node:crypto';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { clientNetwork } from '@feedflow/shared/network/client-network';
import { parseJson } from '@feedflow/shared/parse-json';
import { asObject } from '../../lib/json.ts';
import { addressOf } from '../client-address.ts';
import { errorResponse } from '../error-response.ts';
import { requestIdOf } from '../request-id.ts';
import { crossSiteFault } from '../same-origin.ts';
import type { LoginSettings, Settings } from '../settings.ts';
import type { Attempts } from './attempts.ts';
import { sessionCookie } from './cookie.ts';
import { endSession } from './end-session.ts';
import { isKnownBrowser, markBrowser } from './known-browser.ts';
import type { RefusedLogins } from './refused-logins.ts';
import { returnPath } from './return-path.ts';
import { type Role, sealSession } from './token.ts';

const MAX_BODY_BYTES = 8_000;

export interface LogInDeps {
  attempts: Attempts;
  refusedLogins: RefusedLogins;
}

/**
 * Handles a login, `{ password, to }`: 200 with the session's cookie and `{ to }`, the path to go to; 401 for a wrong
 * password, 429 after too many of them. Refused logins are logged.
 */
export async function logIn(request: Request, settings: Settings, deps: LogInDeps): Promise<Response> {
  const requestId = requestIdOf(request);
  const { login } = settings;
  const fault = crossSiteFault(request);
  if (fault) return errorResponse(403, 'request-refused', fault, requestId);
  if (!login) return errorResponse(404, 'not-found', 'This dashboard has no password.', requestId);
  const { password, to } = await readBody(request);
  if (typeof password !== 'string')
    return errorResponse(400, 'request-invalid', 'The body must have a password.', requestId);

  const address = addressOf(request.headers);
  const client = {
    network: clientNetwork(address),
    isKnownBrowser: await isKnownBrowser(request.headers, login),
  };
  const refuse = (code: 'password-wrong' | 'too-many-requests') =>
    deps.refusedLogins.record({ address, wrongPasswords: deps.attempts.attemptsOf(client), code, requestId });
  const waitSeconds = await deps.attempts.begin(client);
  if (waitSeconds !== null) {
    refuse('too-many-requests');
    return tooMany(waitSeconds, requestId);
  }
  const role = roleOfPassword(password, login);
  if (!role) {
    refuse('password-wrong');
    return errorResponse(401, 'password-wrong', 'Wrong password.', requestId);
  }
  deps.attempts.succeed(client, role);
  return letIn(request, login, role, returnPath(to));
}

/** Ends the session and removes its cookie. */
export async function logOut(request: Request, settings: Settings): Promise<Response> {
  const requestId = requestIdOf(request);
  const fault = crossSiteFault(request);
  if (fault) return errorResponse(403, 'request-refused', fault, requestId);
  await endSession(request, settings, requestId);
  return redirectTo('/login', [sessionCookie(request.headers, null, 0)]);
}

/**
 * The role of a password; null for a wrong one. It always compares all hashes, so that the time taken reveals nothing
 * about a password or its length.
 */
function roleOfPassword(given: string, login: LoginSettings): Role | null {
  const digestGiven = digest(given);
  const commands = timingSafeEqual(digestGiven, digest(login.password));
  const reads = timingSafeEqual(digestGiven, digest(login.readPassword ?? login.password));
  return commands ? 'command' : reads && login.readPassword !== null ? 'read' : null;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function letIn({ headers }: Request, login: LoginSettings, role: Role, to: string): Promise<Response> {
  const token = await sealSession(role, login);
  return redirectTo(to, [
    sessionCookie(headers, token, login.sessionHours),
    await markBrowser(headers, login),
  ]);
}

function redirectTo(to: string, cookies: string[]): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return Response.json({ to }, { headers });
}

function tooMany(waitSeconds: number, requestId: string): Response {
  const message = `Too many wrong passwords. Try again in ${amountLabel(waitSeconds, 'second')}.`;
  return errorResponse(429, 'too-many-requests', message, requestId, { 'retry-after': String(waitSeconds) });
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  if (Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY) > MAX_BODY_BYTES) return {};
  return asObject(parseJson(await request.text())) ?? {};
}
