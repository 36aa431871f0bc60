import { RateLimiterMemory } from 'rate-limiter-flexible';
import { apiHeaders } from '../forward.ts';
import { requestIdOf } from '../request-id.ts';
import type { Settings } from '../settings.ts';
import { actorHeaders } from './actor.ts';
import { roleOf } from './role.ts';

const TIMEOUT_MS = 5_000;
/** Refused logins that are reported: anybody can cause them, so the audit log must not grow with each. */
const REFUSALS_PER_MINUTE = 10;
const refusals = new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: 60 });

const OUTCOMES: Record<number, string> = { 200: 'done', 401: 'password-wrong', 429: 'too-many-requests' };

/** Reports a login that was answered, or refused, to the API's audit log. The answer does not wait for it. */
export async function noteLogin(request: Request, answer: Response, settings: Settings): Promise<void> {
  const outcome = OUTCOMES[answer.status];
  if (!outcome || !settings.login) return;
  if (outcome !== 'done' && !(await refusals.consume('all').catch(() => null))) return;
  const headers = new Headers(request.headers);
  // The session of a login is the one that its answer begins.
  headers.set('cookie', answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  await report({ event: 'logIn', outcome }, headers, { requestId: requestIdOf(request), settings });
}

/** Reports a logout, where there was a session to end. */
export async function noteLogout(request: Request, answer: Response, settings: Settings): Promise<void> {
  if (!answer.ok || !settings.login || !(await roleOf(request.headers, settings.login))) return;
  const entry = { event: 'logOut', outcome: 'done' };
  await report(entry, request.headers, { requestId: requestIdOf(request), settings });
}

async function report(
  entry: { event: string; outcome: string },
  headers: Headers,
  { requestId, settings }: { requestId: string; settings: Settings },
): Promise<void> {
  const actor = await actorHeaders(headers, settings.login);
  try {
    const answer = await fetch(`${settings.apiUrl}/api/audit/logins`, {
      method: 'POST',
      body: JSON.stringify(entry),
      headers: { ...apiHeaders(settings, requestId, true), ...actor },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const line = { ...entry, ...actor, reason, msg: 'a login is missing from the audit log' };
    process.stderr.write(`${JSON.stringify(line)}\n`);
  }
}
