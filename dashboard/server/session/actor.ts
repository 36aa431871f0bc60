import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { addressOf } from '../client-address.ts';
import type { Visitor } from './visitor.ts';

/**
 * Headers that tell the API on whose behalf a request is sent, for its audit log: `dashboard:ROLE:ID`, where the
 * id is the same for all requests of one login, and the browser's address.
 *
 * @param visitor null for somebody who is not logged in
 */
export function actorHeaders(headers: Headers, visitor: Visitor | null): Record<string, string> {
  const address = browserAddress(headers);
  return {
    'x-feedflow-session': sessionName(visitor),
    ...(address ? { 'x-feedflow-session-address': address } : {}),
  };
}

function sessionName(visitor: Visitor | null): string {
  if (!visitor) return 'dashboard';
  if (!visitor.session) return 'dashboard:open';
  return `dashboard:${visitor.role}:${createHash('sha256').update(visitor.session.id).digest('hex').slice(0, 8)}`;
}

/** Null where what is known of the client is no IP address. */
function browserAddress(headers: Headers): string | null {
  // IPv4 as a socket that listens for both kinds writes it.
  const address = addressOf(headers).replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? null : address;
}
