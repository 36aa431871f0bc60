import { FeedflowError } from '@feedflow/shared/errors';
import type { Dispatcher } from 'undici';
import { type SafeAddress, takeCredentials } from './credentials.ts';
import { headerAddress } from './header-address.ts';
import { toFeedError } from './network-errors.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

/** The response at the end of all redirects. */
export interface FinalResponse {
  response: Dispatcher.ResponseData;
  /** Its address, without credentials. */
  url: string;
  /** The target of permanent redirects from the first address; null without one. */
  movedTo: string | null;
  retryAfter: string | null;
  mitigated: string | null;
  /** A response header, null without it. */
  header(name: string): string | null;
}

export interface RedirectingRequest {
  url: URL;
  /** By lower-case names. */
  headers: Record<string, string>;
  signal: AbortSignal;
  /** Redirects to other origins are refused, but for https on the same host. @default any may be the target */
  origins?: ReadonlySet<string> | undefined;
}

/**
 * Sends a GET and follows redirects by hand: at most five, to http and https only, never from https to
 * http, and without credentials or headers of the source once the origin changes.
 * @throws FeedflowError feed-url-invalid, feed-redirect-refused, feed-address-refused, feed-unreachable, feed-timeout
 */
export async function requestFollowing(
  agent: Dispatcher,
  request: RedirectingRequest,
): Promise<FinalResponse> {
  const start = takeCredentials(request.url);
  if (!start)
    throw new FeedflowError(
      'feed-url-invalid',
      'the user or password in the URL of the feed has a malformed percent-encoding; write % as %25',
    );
  let { url } = start;
  let headers = withAuthorization(request.headers, start.authorization);
  let movedTo: string | null = null;
  let onlyPermanent = true;
  const visited: string[] = [];
  for (;;) {
    const response = await get(agent, url, headers, request.signal);
    const header = (name: string): string | null => single(response.headers[name]);
    const location = header('location');
    if (!REDIRECTS.has(response.statusCode) || location === null) {
      return {
        response,
        url: url.href,
        movedTo,
        header,
        retryAfter: header('retry-after'),
        mitigated: header('cf-mitigated'),
      };
    }
    response.body.on('error', () => {}).destroy();
    visited.push(url.href);
    const next = nextAddress(url, headerAddress(location), visited, request.origins);
    onlyPermanent &&= PERMANENT.has(response.statusCode);
    if (onlyPermanent) movedTo = next.url.href;
    if (next.url.origin !== url.origin) headers = harmless(headers);
    headers = withAuthorization(headers, next.authorization);
    ({ url } = next);
  }
}

async function get(
  agent: Dispatcher,
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    return await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers,
      signal,
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : toFeedError(error, url.href);
  }
}

/** The target of a redirect. @param visited the addresses so far @throws FeedflowError feed-redirect-refused */
export function nextAddress(
  from: URL,
  location: string,
  visited: readonly string[],
  origins?: RedirectingRequest['origins'],
): SafeAddress {
  const refuse = (why: string): FeedflowError =>
    new FeedflowError('feed-redirect-refused', `${from.href} redirects ${why}`, {
      details: { url: from.href },
    });
  const target = URL.parse(location, from.href);
  if (!target) throw refuse('to something that is not a URL');
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw refuse(`to a ${target.protocol} address; only http and https are followed`);
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw refuse('from https to http, which is not followed');
  const isUpgrade = target.protocol === 'https:' && target.host === from.host;
  if (origins && !origins.has(target.origin) && !isUpgrade)
    throw refuse(`to ${target.origin}, which is no server of the feed`);
  target.hash = '';
  const next = takeCredentials(target);
  if (!next) throw refuse('to an address whose user or password has a malformed percent-encoding');
  if (visited.length <= MAX_REDIRECTS) return next;
  // Not refused sooner: the server may respond otherwise the second time.
  if (visited.includes(next.url.href)) throw refuse(`in a circle, back to ${next.url.href}`);
  throw refuse(`once more after ${MAX_REDIRECTS} redirects; set the source to its final URL`);
}

/** Headers that describe the request and contain no secret. */
const HARMLESS = new Set(['user-agent', 'accept', 'accept-encoding', 'if-none-match', 'if-modified-since']);

function harmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}

function withAuthorization(
  headers: Record<string, string>,
  authorization: string | null,
): Record<string, string> {
  return authorization === null ? headers : { ...headers, authorization };
}

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
