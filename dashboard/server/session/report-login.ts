import { type BodyOf, pathOf } from '@feedflow/shared/api/client';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { apiHeaders } from '../api-headers.ts';
import { logWarning } from '../log.ts';
import { requestIdOf } from '../request-id.ts';
import type { Settings } from '../settings.ts';
import { actorHeaders } from './actor.ts';
import { type Visitor, visitorOf } from './visitor.ts';

const TIMEOUT_MS = 5_000;
/** The limit of reported refusals: anyone can cause them, so they must not fill the audit log. */
const REFUSALS_PER_MINUTE = 10;
const refusals = new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });

const OUTCOMES: Record<number, BodyOf<'noteLogin'>['outcome']> = {
  200: 'done',
  401: 'password-wrong',
  429: 'too-many-requests',
};

/** Reports a successful or refused login to the API's audit log. The response does not wait for it. */
export async function reportLogin(request: Request, response: Response, settings: Settings): Promise<void> {
  const outcome = OUTCOMES[response.status];
  if (!outcome || !settings.login) return;
  if (outcome !== 'done' && !(await refusals.consume('all').catch(() => null))) return;
  const headers = new Headers(request.headers);
  // The session of a login is the one in its response.
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  headers.set('cookie', cookies.join('; '));
  const actor = actorHeaders(headers, outcome === 'done' ? await visitorOf(headers, settings.login) : null);
  await report({ event: 'logIn', outcome }, actor, { requestId: requestIdOf(request), settings });
}

/** Reports a logout. @param visitor whose session it was */
export async function reportLogout(
  request: Request,
  response: Response,
  { visitor, settings }: { visitor: Visitor; settings: Settings },
): Promise<void> {
  if (!response.ok) return;
  const actor = actorHeaders(request.headers, visitor);
  await report({ event: 'logOut', outcome: 'done' }, actor, { requestId: requestIdOf(request), settings });
}

async function report(
  entry: BodyOf<'noteLogin'>,
  actor: Record<string, string>,
  { requestId, settings }: { requestId: string; settings: Settings },
): Promise<void> {
  try {
    const response = await fetch(`${settings.apiUrl}${pathOf('noteLogin')}`, {
      method: 'POST',
      body: JSON.stringify(entry),
      headers: { ...apiHeaders(settings, requestId, true), ...actor },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the API responded with ${response.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logWarning('a login is missing from the audit log', { ...entry, ...actor, reason, requestId });
  }
}
