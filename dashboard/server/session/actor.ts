import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { addressOf } from '../client-address.ts';
import type { Visitor } from './visitor.ts';

/**
 * The headers that name the user of a request for the API's audit log: `dashboard:ROLE:ID`, where the ID is the same
 * for all requests of one login, and the browser's address.
 *
 * @param visitor null without a login
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

/** Null if the client's address is not an IP address. */
function browserAddress(headers: Headers): string | null {
  // A dual-stack socket reports IPv4 addresses in this form.
  const address = addressOf(headers).replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? null : address;
}
