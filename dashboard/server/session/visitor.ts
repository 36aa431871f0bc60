import type { LoginSettings } from '../settings.ts';
import { sessionCookieOf } from './cookie.ts';
import { endedSessions } from './ended-sessions.ts';
import { type OpenSession, openSession, type Role } from './token.ts';

/** Somebody who is let in. */
export interface Visitor {
  role: Role;
  /** Null where the dashboard has no password. */
  session: OpenSession | null;
}

/** The sender of these headers; null where they have to log in first. */
export async function visitorOf(headers: Headers, login: LoginSettings | null): Promise<Visitor | null> {
  if (!login) return { role: 'command', session: null };
  const token = sessionCookieOf(headers);
  const session = token && (await openSession(token, login));
  return session && !endedSessions().has(session.id) ? { role: session.role, session } : null;
}

/** What the sender of these headers may do; null where they have to log in first. */
export async function roleOf(headers: Headers, login: LoginSettings | null): Promise<Role | null> {
  return (await visitorOf(headers, login))?.role ?? null;
}
