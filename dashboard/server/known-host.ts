import { isLoopbackHost } from '@feedflow/shared/network/loopback';
import type { Settings } from './settings.ts';

/**
 * Why a request is refused for the name it came by, or null. A dashboard without a password trusts whoever is
 * on this machine; a name of the wide world that leads here is how a web page would get at it.
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
