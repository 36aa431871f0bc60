import { FeedflowError } from '@feedflow/shared/errors';
import type { Middleware } from 'koa';
import { toProblem, toShownError } from '../routing/problem.ts';
import type { RequestState } from './request-id.ts';

/** First in the chain: turns whatever is thrown into a JSON answer. What is not ours to show stays in the log. */
export function errors(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new FeedflowError('not-found', `there is nothing at ${ctx.method} ${ctx.path.slice(0, 200)}`);
      }
    } catch (thrown) {
      const error = toShownError(thrown);
      const problem = toProblem(error, ctx.state.requestId);
      ctx.status = problem.status;
      if (ctx.status >= 500) ctx.state.log.error({ err: thrown, code: error.code }, 'request failed');
      if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="feedflow"');
      const retryAfter = error.details['retryAfterSeconds'] ?? (ctx.status === 503 ? 5 : undefined);
      if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter));
      ctx.body = problem;
      ctx.type = 'application/problem+json';
    }
  };
}
