import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { logWarning } from './log-line.ts';

/**
 * The address of whoever sent a request: what the nearest proxy has written down, or Next's server where there was
 * nothing.
 */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 100) || 'unknown';
}

/**
 * Takes X-Forwarded-For away from every request before Next sees it, for where no proxy is trusted: Next writes the
 * address of the connection into that header, but only where a client has not done so itself.
 */
export function dropClaimedAddresses(): void {
  let warned = false;
  subscribe('http.server.request.start', (message) => {
    const { headers } = (message as { request: IncomingMessage }).request;
    if (headers['x-forwarded-for'] === undefined) return;
    delete headers['x-forwarded-for'];
    if (warned) return;
    warned = true;
    logWarning(
      'X-Forwarded-For is not believed: where a proxy stands before the dashboard, set DASHBOARD_TRUST_PROXY to true',
      {},
    );
  });
}
