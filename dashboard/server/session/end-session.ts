import { pathOf } from '@feedflow/shared/api/client';
import { failureOf } from '../../lib/api/failure.ts';
import { apiHeaders } from '../api-headers.ts';
import { forwardedHeaders } from '../forwarded-headers.ts';
import { logWarning } from '../log-line.ts';
import type { Settings } from '../settings.ts';
import { endedSessions } from './ended-sessions.ts';
import { sessionStreams } from './session-streams.ts';
import type { OpenSession } from './token.ts';
import { visitorOf } from './visitor.ts';

const API_TIMEOUT_MS = 5_000;

/**
 * Ends the session that a request brings along, if there is one: at this process at once, and by the API, where it
 * takes commands of this dashboard, at all others.
 */
export async function endSession(request: Request, settings: Settings, requestId: string): Promise<void> {
  const visitor = await visitorOf(request.headers, settings.login);
  if (!visitor?.session) return;
  const forwarded = await forwardedHeaders(request.headers, settings);
  endHere(visitor.session);
  if (!settings.apiToken) return;
  try {
    const answer = await fetch(`${settings.apiUrl}${pathOf('endSession')}`, {
      method: 'DELETE',
      headers: { ...apiHeaders(settings, requestId, true), ...forwarded },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logWarning('other dashboards may still accept a session that was logged out', { reason, requestId });
  }
}

/** Notes that a session has ended where the API's answer says so. @returns whether it does */
export async function noteEndedElsewhere(
  answer: Response,
  request: Request,
  settings: Pick<Settings, 'login'>,
) {
  if (answer.status !== 401) return false;
  const visitor = await visitorOf(request.headers, settings.login);
  const { code } = failureOf(answer.status, await answer.clone().text(), null);
  if (code !== 'session-ended' || !visitor?.session) return false;
  endHere(visitor.session);
  return true;
}

function endHere(session: OpenSession): void {
  endedSessions().add(session);
  sessionStreams().endOf(session.id);
}
