import { isLoopbackHost } from '@feedflow/shared/network/loopback';
import type { Settings } from './settings.ts';

/**
 * Why a request is refused because of its Host header, or null. A dashboard without a password trusts everyone on
 * this machine; a public host name that resolves to it would let a web page reach it (DNS rebinding).
 */
export function unknownHostFault(
  headers: Headers,
  settings: Pick<Settings, 'login' | 'open'>,
): string | null {
  if (settings.login || settings.open) return null;
  const host = headers.get('host') ?? '';
  if (isLoopbackHost(host)) return null;
  return `This dashboard has no password, so it only accepts requests for this machine (e.g. localhost), not for ${JSON.stringify(host.slice(0, 200))}. Set DASHBOARD_PASSWORD, or set DASHBOARD_OPEN to true if a proxy in front of it authenticates users.`;
}
