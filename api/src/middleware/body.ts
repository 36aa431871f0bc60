import { FeedflowError } from '@feedflow/shared/errors';
import type { Middleware } from 'koa';
import { readJson } from './read-json.ts';
import type { RequestState } from './request-id.ts';

/** Reads JSON bodies up to 1 MB. A body of another type is refused: read as empty, it would mean "everything". */
export function jsonBody(): Middleware<RequestState> {
  return async (ctx, next) => {
    const hasBody = Number(ctx.get('Content-Length')) > 0 || ctx.get('Transfer-Encoding') !== '';
    if (hasBody && !ctx.is('json')) {
      throw new FeedflowError(
        'media-type-unsupported',
        'a body must be JSON, with Content-Type: application/json',
      );
    }
    if (hasBody && (ctx.method === 'POST' || ctx.method === 'PATCH'))
      ctx.state.body = await readJson(ctx.req);
    await next();
  };
}
