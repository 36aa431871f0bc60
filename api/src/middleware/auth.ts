import { createHash, timingSafeEqual } from 'node:crypto';
import { FeedflowError } from '@feedflow/shared/errors';
import type { Middleware } from 'koa';

/**
 * Asks for the bearer token, where one is set. Hashes are compared, so that the time taken tells nothing
 * about the token or its length.
 *
 * @param openPaths answered without a token
 */
export function auth(options: { token: string | undefined; openPaths: readonly string[] }): Middleware {
  const expected = options.token ? digest(options.token) : undefined;
  return async (ctx, next) => {
    if (expected && !options.openPaths.includes(ctx.path)) {
      const [, given = ''] = /^Bearer ([\x21-\x7e]{1,500})$/.exec(ctx.get('Authorization')) ?? [];
      if (!timingSafeEqual(digest(given), expected)) {
        throw new FeedflowError(
          'unauthorized',
          'this API needs the header "Authorization: Bearer API_TOKEN"',
        );
      }
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
