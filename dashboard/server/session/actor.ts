import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { LoginSettings } from '../settings.ts';
import { sessionCookieOf } from './cookie.ts';
import { roleOf } from './role.ts';

/**
 * Headers that tell the API on whose behalf a request is sent, for its audit log: `dashboard:ROLE:ID`, where the
 * id is the same for all requests of one login, and the browser's address.
 */
export async function actorHeaders(
  headers: Headers,
  login: LoginSettings | null,
): Promise<Record<string, string>> {
  const address = browserAddress(headers);
  return {
    'x-feedflow-session': await sessionName(headers, login),
    ...(address ? { 'x-feedflow-session-address': address } : {}),
  };
}

async function sessionName(headers: Headers, login: LoginSettings | null): Promise<string> {
  if (!login) return 'dashboard:open';
  const role = await roleOf(headers, login);
  const token = sessionCookieOf(headers);
  if (!role || !token) return 'dashboard';
  return `dashboard:${role}:${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
}

/** As the nearest proxy, or else Next's server, has written it down; null where that is no IP address. */
function browserAddress(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  // IPv4 as a socket that listens for both kinds writes it.
  const address = last.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? null : address;
}
