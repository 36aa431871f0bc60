import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './server/content-security-policy.ts';
import { errorResponse } from './server/error-response.ts';
import { unknownHostFault } from './server/known-host.ts';
import { requestIdOf } from './server/request-id.ts';
import { refusalOf } from './server/session/guard.ts';
import { roleOf } from './server/session/visitor.ts';
import { readSettings, type Settings } from './server/settings.ts';

/** Everything but static build files. */
export const config = { matcher: '/((?!_next/static/|icon\\.svg$).*)' };

/** Runs before every page and route: checks host and login, and sets the Content-Security-Policy. */
export async function proxy(request: NextRequest): Promise<Response> {
  const settings = readSettings();
  const fault = unknownHostFault(request.headers, settings);
  if (fault) return errorResponse(421, 'host-unknown', fault, requestIdOf(request));
  const { pathname } = request.nextUrl;
  if (!isDecodable(pathname)) {
    const message = 'The path has a malformed percent-encoding.';
    return errorResponse(400, 'request-invalid', message, requestIdOf(request));
  }
  if (pathname === '/api/session') return NextResponse.next();
  if (pathname.startsWith('/api/')) return (await refusalOf(request, settings)) ?? NextResponse.next();
  return (await toLogin(request, settings)) ?? page(request);
}

/** Whether a path's percent-encoding is valid: Next's router fails with its own error otherwise. */
function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Redirects to the login page if a login is needed, with the path to return to. */
async function toLogin(request: NextRequest, settings: Settings): Promise<Response | null> {
  const { pathname, search } = request.nextUrl;
  if (pathname === '/login' || (await roleOf(request.headers, settings.login))) return null;
  const to = pathname === '/' ? '' : `?${new URLSearchParams({ to: pathname + search })}`;
  return NextResponse.redirect(new URL(`/login${to}`, request.url));
}

/** Next reads the nonce out of the request's policy and puts it on its scripts. */
function page(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}
