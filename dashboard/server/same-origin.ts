import { isForeignSite, isOriginOf } from '@feedflow/shared/network/page-origin';

/**
 * Why a command is refused, or null if it is allowed. The dashboard's server holds the API token, so another site
 * must not be able to send commands through a visitor's browser. A JSON content type cannot be sent across origins
 * without a preflight, which is never granted, and browsers report the origin of a request.
 */
export function crossSiteFault(request: Request): string | null {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) return 'The body must be sent as application/json.';
  const site = request.headers.get('sec-fetch-site');
  if (site) return isForeignSite(site) ? 'Requests from another site are refused.' : null;
  // Browsers omit that header on plain http; then the origin must match the requested host.
  const origin = request.headers.get('origin');
  return !origin || isOriginOf(origin, hostsOf(request)) ? null : 'Requests from another origin are refused.';
}

/** The requested host, directly or as reported by a reverse proxy. */
function hostsOf(request: Request): (string | null)[] {
  return [request.headers.get('host'), request.headers.get('x-forwarded-host')];
}
