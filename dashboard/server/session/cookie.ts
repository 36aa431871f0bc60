const NAME = 'feedflow_session';
/** Browsers take a cookie of this name only over https, for this very host and its whole site. */
const SECURE_NAME = '__Host-feedflow_session';

/** The session that a request brings along, or null. */
export function sessionCookieOf(headers: Headers): string | null {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (value && name === (isSecure(headers) ? SECURE_NAME : NAME)) return value;
  }
  return null;
}

/**
 * The Set-Cookie header for a session, or for its end where `token` is null. Scripts cannot read it, other
 * sites cannot have it sent with a command, and over https it never travels in the clear.
 */
export function sessionCookie(headers: Headers, token: string | null, lifetimeHours: number): string {
  const secure = isSecure(headers);
  return [
    `${secure ? SECURE_NAME : NAME}=${token ?? ''}`,
    `Max-Age=${token ? lifetimeHours * 3_600 : 0}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}

/** Whether the browser came by https. Next's server says so itself, a proxy before it in the same header. */
function isSecure(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
