const HOUR_SECONDS = 3_600;

/** The session token of a request, or null. */
export function sessionCookieOf(headers: Headers): string | null {
  return cookieOf(headers, 'feedflow_session');
}

/** The Set-Cookie header for a session, or for its end if `token` is null. */
export function sessionCookie(headers: Headers, token: string | null, lifetimeHours: number): string {
  return cookie(headers, 'feedflow_session', token, lifetimeHours);
}

/** The token that marks a browser with an earlier login, or null. */
export function knownBrowserCookieOf(headers: Headers): string | null {
  return cookieOf(headers, 'feedflow_browser');
}

/** The Set-Cookie header that marks a browser as known. */
export function knownBrowserCookie(headers: Headers, token: string, lifetimeHours: number): string {
  return cookie(headers, 'feedflow_browser', token, lifetimeHours);
}

function cookieOf(headers: Headers, name: string): string | null {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [given, value] = pair.trim().split('=', 2);
    if (value && given === fullName(headers, name)) return value;
  }
  return null;
}

/**
 * Scripts cannot read the cookie, other sites cannot send it with a command, and with https it is never sent
 * unencrypted.
 */
function cookie(headers: Headers, name: string, value: string | null, lifetimeHours: number): string {
  const parts = [
    `${fullName(headers, name)}=${value ?? ''}`,
    `Max-Age=${value ? lifetimeHours * HOUR_SECONDS : 0}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
  ];
  if (isSecure(headers)) parts.push('Secure');
  return parts.join('; ');
}

/** Browsers accept the `__Host-` prefix only over https, for exactly this host and all paths. */
function fullName(headers: Headers, name: string): string {
  return isSecure(headers) ? `__Host-${name}` : name;
}

/** Whether the browser uses https, as reported by Next's server or by a proxy in front of it. */
function isSecure(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
