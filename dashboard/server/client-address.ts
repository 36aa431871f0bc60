import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { logWarning } from './log.ts';

/**
 * The address of the client: the one that the nearest proxy wrote, or, without a proxy, Next's server.
 */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 100) || 'unknown';
}

/**
 * Removes X-Forwarded-For from every request before Next sees it, for where no proxy is trusted: Next writes the
 * address of the connection into that header, but only where the client has not set it.
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
