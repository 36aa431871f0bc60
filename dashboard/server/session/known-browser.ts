import type { LoginSettings } from '../settings.ts';
import { knownBrowserCookie, knownBrowserCookieOf } from './cookie.ts';
import { knownBrowserKey } from './signing-keys.ts';
import { openToken, sealToken } from './token.ts';

const ISSUER = 'feedflow-dashboard-browser';
const LIFETIME_HOURS = 180 * 24;

/**
 * Whether somebody has logged in with this browser before. That gives access to nothing: it only keeps the wrong
 * passwords of strangers from slowing this browser's logins down.
 */
export async function isKnownBrowser(headers: Headers, login: LoginSettings): Promise<boolean> {
  const token = knownBrowserCookieOf(headers);
  return token !== null && (await openToken(token, ISSUER, knownBrowserKey(login))) !== null;
}

/** The Set-Cookie header that marks the browser of these headers as known from now on. */
export async function markBrowser(headers: Headers, login: LoginSettings): Promise<string> {
  const token = await sealToken({}, ISSUER, LIFETIME_HOURS, knownBrowserKey(login));
  return knownBrowserCookie(headers, token, LIFETIME_HOURS);
}
