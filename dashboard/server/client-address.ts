import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { logWarning } from './log.ts';

/**
 * The address of the client: set by the nearest proxy or, without a proxy, by Next's server.
 */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 100) || 'unknown';
}

/**
 * Removes X-Forwarded-For from every request before Next sees it, for dashboards without a trusted proxy: Next sets
 * that header to the address of the connection, but only if the client has not set it.
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
      'X-Forwarded-For is ignored: set DASHBOARD_TRUST_PROXY to true if the dashboard is behind a proxy',
      {},
    );
  });
}
