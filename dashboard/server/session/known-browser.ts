import type { LoginSettings } from '../settings.ts';
import { knownBrowserCookie, knownBrowserCookieOf } from './cookie.ts';
import { knownBrowserKey } from './signing-keys.ts';
import { openToken, sealToken } from './token.ts';

const ISSUER = 'feedflow-dashboard-browser';
const LIFETIME_HOURS = 180 * 24;

/**
 * Whether this browser has logged in before. That gives no access: it only keeps wrong passwords of other browsers
 * from delaying the logins of this one.
 */
export async function isKnownBrowser(headers: Headers, login: LoginSettings): Promise<boolean> {
  const token = knownBrowserCookieOf(headers);
  return token !== null && (await openToken(token, ISSUER, knownBrowserKey(login))) !== null;
}

/** The Set-Cookie header that marks the browser of these headers as known. */
export async function markBrowser(headers: Headers, login: LoginSettings): Promise<string> {
  const token = await sealToken({}, ISSUER, LIFETIME_HOURS, knownBrowserKey(login));
  return knownBrowserCookie(headers, token, LIFETIME_HOURS);
}
