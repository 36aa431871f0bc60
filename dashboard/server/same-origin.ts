import { isForeignSite, isOriginOf } from '@feedflow/shared/network/page-origin';

/**
 * Why a command is refused, or null where it may pass. The dashboard's server holds the API token, so another
 * site must not be able to make a visitor's browser command here: a JSON content type cannot be sent across
 * origins without a preflight, which is never granted, and browsers say where a request came from.
 */
export function crossSiteFault(request: Request): string | null {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) return 'The body must be sent as application/json.';
  const site = request.headers.get('sec-fetch-site');
  if (site) return isForeignSite(site) ? 'Requests from another site are refused.' : null;
  // Browsers leave that header out on plain http; then the origin must be the host that was asked.
  const origin = request.headers.get('origin');
  return !origin || isOriginOf(origin, hostsOf(request)) ? null : 'Requests from another origin are refused.';
}

/** The host as asked for, directly or through a reverse proxy that says so. */
function hostsOf(request: Request): (string | null)[] {
  return [request.headers.get('host'), request.headers.get('x-forwarded-host')];
}
