import type { LoginSettings } from '../settings.ts';
import { sessionCookieOf } from './cookie.ts';
import { openSession, type Role } from './token.ts';

/** What whoever sent these headers may do; null where they have to log in first. */
export async function roleOf(headers: Headers, login: LoginSettings | null): Promise<Role | null> {
  if (!login) return 'command';
  const token = sessionCookieOf(headers);
  return token ? openSession(token, login) : null;
}
