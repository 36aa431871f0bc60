import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Context, Middleware } from 'koa';
import { toProblem, toShownError } from '../routing/problem.ts';
import type { RequestState } from './request-id.ts';

/** First in the chain: turns every thrown error into a JSON response. What clients must not see stays in the log. */
export function errors(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.body === undefined) refuseUnhandled(ctx);
    } catch (thrown) {
      const error = toShownError(thrown);
      const problem = toProblem(error, ctx.state.requestId);
      ctx.status = problem.status;
      const { code } = error;
      // 503 is a state that passes, such as that of an API that starts: each request has it, and none needs a stack.
      if (ctx.status === 503)
        ctx.state.log.warn({ code, reason: errorMessage(thrown, 300) }, 'request failed');
      else if (ctx.status >= 500) ctx.state.log.error({ code, err: thrown }, 'request failed');
      if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="feedflow"');
      const retryAfter = error.details['retryAfterSeconds'] ?? (ctx.status === 503 ? 5 : undefined);
      if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter));
      ctx.body = problem;
      ctx.type = 'application/problem+json';
    }
  };
}

/** For a request that no route handled. The router has set Allow to the known methods. */
function refuseUnhandled(ctx: Context): void {
  const { method, path, status } = ctx;
  if (status === 404)
    throw new FeedflowError('not-found', `there is nothing at ${method} ${path.slice(0, 200)}`);
  if (status !== 405 && status !== 501) return;
  const allowed = ctx.response.get('Allow');
  throw new FeedflowError('method-not-allowed', `${method} is not supported here, but ${allowed}`);
}
