const HOUR_SECONDS = 3_600;

/** The session that a request brings along, or null. */
export function sessionCookieOf(headers: Headers): string | null {
  return cookieOf(headers, 'feedflow_session');
}

/** The Set-Cookie header for a session, or for its end where `token` is null. */
export function sessionCookie(headers: Headers, token: string | null, lifetimeHours: number): string {
  return cookie(headers, 'feedflow_session', token, lifetimeHours);
}

/** The mark of a browser that somebody has logged in with before, or null. */
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
 * Scripts cannot read it, other sites cannot have it sent with a command, and over https it never travels in the
 * clear.
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

/** Browsers take a cookie of the longer name only over https, for this very host and its whole site. */
function fullName(headers: Headers, name: string): string {
  return isSecure(headers) ? `__Host-${name}` : name;
}

/** Whether the browser came by https. Next's server says so itself, a proxy before it in the same header. */
function isSecure(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
