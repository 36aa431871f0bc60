import { FeedflowError } from '@feedflow/shared/errors';
import bodyParser from '@koa/bodyparser';
import type { Middleware } from 'koa';

/** Reads JSON bodies up to 1 MB. A body of another type is refused: read as empty, it would mean "everything". */
export function jsonBody(): Middleware {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '1mb' });
  return async (ctx, next) => {
    const hasBody = Number(ctx.get('Content-Length')) > 0 || ctx.get('Transfer-Encoding') !== '';
    if (hasBody && !ctx.is('json')) {
      throw new FeedflowError(
        'media-type-unsupported',
        'a body must be JSON, with Content-Type: application/json',
      );
    }
    await parse(ctx, next);
  };
}
