import { pathOf } from '@feedflow/shared/api/client';
import { failureOf } from '../../lib/api/failure.ts';
import { apiHeaders, forwardedHeaders } from '../api-headers.ts';
import { logWarning } from '../log.ts';
import type { Settings } from '../settings.ts';
import { endedSessions } from './ended-sessions.ts';
import { sessionStreams } from './session-streams.ts';
import type { OpenSession } from './token.ts';
import { visitorOf } from './visitor.ts';

const API_TIMEOUT_MS = 5_000;

/**
 * Ends the session of a request, if it has one: at once in this process, and through the API in all others, if the
 * API accepts commands of this dashboard.
 */
export async function endSession(request: Request, settings: Settings, requestId: string): Promise<void> {
  const visitor = await visitorOf(request.headers, settings.login);
  if (!visitor?.session) return;
  const forwarded = await forwardedHeaders(request.headers, settings);
  endHere(visitor.session);
  if (!settings.apiToken) return;
  try {
    const response = await fetch(`${settings.apiUrl}${pathOf('endSession')}`, {
      method: 'DELETE',
      headers: { ...apiHeaders(settings, requestId, true), ...forwarded },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the API responded with ${response.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logWarning('other dashboards may still accept a session that was logged out', { reason, requestId });
  }
}

/** Records that a session has ended if the API's response says so. @returns whether it does */
export async function recordEndedElsewhere(
  response: Response,
  request: Request,
  settings: Pick<Settings, 'login'>,
) {
  if (response.status !== 401) return false;
  const visitor = await visitorOf(request.headers, settings.login);
  const { code } = failureOf(response.status, await response.clone().text(), null);
  if (code !== 'session-ended' || !visitor?.session) return false;
  endHere(visitor.session);
  return true;
}

function endHere(session: OpenSession): void {
  endedSessions().add(session);
  sessionStreams().endOf(session.id);
}
