import { isIP } from 'node:net';
import { FeedflowError } from '@feedflow/shared/errors';
import type { Context } from 'koa';

/** On whose behalf a client sends a command, as the client reports it. */
export interface ClientSession {
  name: string | null;
  /** Of the browser. */
  address: string | null;
}

export const SESSION_HEADER = 'X-Feedflow-Session';
export const SESSION_ADDRESS_HEADER = 'X-Feedflow-Session-Address';
const SESSION_NAME = /^[A-Za-z0-9._:@-]{1,100}$/;

/**
 * The session that a request names in its headers. They are believed of clients with a token that may command,
 * since these could do as they like anyway, and ignored of all others.
 *
 * @throws FeedflowError 'request-invalid' for a header that cannot be one
 */
export function clientSessionOf(ctx: Context): ClientSession {
  if (!ctx.state['client']?.authenticated) return { name: null, address: null };
  const name = ctx.get(SESSION_HEADER) || null;
  const address = ctx.get(SESSION_ADDRESS_HEADER) || null;
  if (name !== null && !SESSION_NAME.test(name)) {
    const message = `${SESSION_HEADER}: must be 1 to 100 letters, digits and . _ : @ -`;
    throw new FeedflowError('request-invalid', message);
  }
  if (address !== null && isIP(address) === 0) {
    throw new FeedflowError('request-invalid', `${SESSION_ADDRESS_HEADER}: must be an IP address`);
  }
  return { name, address };
}
