import type { LoginSettings } from '../settings.ts';
import { sessionCookieOf } from './cookie.ts';
import { endedSessions } from './ended-sessions.ts';
import { type OpenSession, openSession, type Role } from './token.ts';

/** A user with access. */
export interface Visitor {
  role: Role;
  /** Null if the dashboard has no password. */
  session: OpenSession | null;
}

/** The user of a request; null if a login is needed. */
export async function visitorOf(headers: Headers, login: LoginSettings | null): Promise<Visitor | null> {
  if (!login) return { role: 'command', session: null };
  const token = sessionCookieOf(headers);
  const session = token && (await openSession(token, login));
  return session && !endedSessions().has(session.id) ? { role: session.role, session } : null;
}

/** The role of the user of a request; null if a login is needed. */
export async function roleOf(headers: Headers, login: LoginSettings | null): Promise<Role | null> {
  return (await visitorOf(headers, login))?.role ?? null;
}
