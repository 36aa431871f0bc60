import { FeedflowError } from '@feedflow/shared/errors';
import type { Context, Middleware } from 'koa';

/** Refuses a request target that has no path, such as `http://[/`: code that reads the path would throw. */
export function readableTarget(): Middleware {
  return (ctx, next) => {
    if (!hasPath(ctx)) throw new FeedflowError('request-invalid', 'the request target is no path and no URL');
    return next();
  };
}

function hasPath(ctx: Context): boolean {
  try {
    return ctx.path !== '';
  } catch {
    return false;
  }
}
