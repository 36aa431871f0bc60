import { FeedflowError, shortened } from '@feedflow/shared/errors';
import { isLoopbackHost } from '@feedflow/shared/network/loopback';
import { isForeignSite, isOriginOf } from '@feedflow/shared/network/page-origin';
import type { Context, Middleware } from 'koa';

export interface LocalOnlyOptions {
  token: string | undefined;
  /** Origins whose pages may call the API from a browser. */
  corsOrigins: readonly string[];
}

/**
 * Without a token, responds only to programs and pages of this machine: every client may do everything then, and a web
 * page in a local browser can send requests here. With a token all requests pass, since no page of another origin
 * has the token.
 *
 * @throws FeedflowError 'host-unknown' for a Host that is not a name of this machine, 'origin-refused' for a request
 * by the page of another origin
 */
export function localOnly({ token, corsOrigins }: LocalOnlyOptions): Middleware {
  if (token) return (_ctx, next) => next();
  return (ctx, next) => {
    checkHost(ctx.get('Host'));
    if (!corsOrigins.includes(ctx.get('Origin'))) checkOrigin(ctx);
    return next();
  };
}

function checkHost(host: string): void {
  if (isLoopbackHost(host)) return;
  throw new FeedflowError(
    'host-unknown',
    `the API has no token, so it responds on this machine only, by names such as localhost and 127.0.0.1, and not as ${JSON.stringify(shortened(host, 200))}; use such a name, or set API_TOKEN`,
  );
}

function checkOrigin(ctx: Context): void {
  const origin = ctx.get('Origin');
  const isForeign =
    isForeignSite(ctx.get('Sec-Fetch-Site')) || (origin && !isOriginOf(origin, [ctx.get('Host')]));
  if (!isForeign) return;
  const from = origin ? ` (${JSON.stringify(shortened(origin, 200))})` : '';
  throw new FeedflowError(
    'origin-refused',
    `the API has no token, so it takes no requests from pages of another origin${from}; open its address directly, name the origin in API_CORS_ORIGINS, or set API_TOKEN`,
  );
}
