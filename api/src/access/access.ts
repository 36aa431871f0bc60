import { FeedflowError } from '@feedflow/shared/errors';
import type { Middleware } from 'koa';
import type { RequestState } from '../middleware/request-id.ts';
import type { Route } from '../routing/route.ts';
import type { Client } from './clients.ts';
import type { RateLimit } from './rate-limit.ts';

export interface AccessDeps {
  clientOf(authorization: string): Client | null;
  rateLimit: RateLimit;
  findRoute(method: string, path: string): Route | undefined;
}

/**
 * Lets in who may call a route. Health is answered whoever asks and however often, because supervisors ask;
 * what is not a route is told only to clients that are known.
 */
export function access({ clientOf, rateLimit, findRoute }: AccessDeps): Middleware<RequestState> {
  return async (ctx, next) => {
    const route = findRoute(ctx.method, ctx.path);
    const client = clientOf(ctx.get('Authorization'));
    ctx.state.client = client;
    if (route?.tag !== 'Health') await rateLimit.countRequest(ctx.ip);
    if (!client && route?.access !== 'open') {
      await rateLimit.countWrongToken(ctx.ip);
      throw new FeedflowError('unauthorized', 'this API needs the header "Authorization: Bearer API_TOKEN"');
    }
    if (route?.access === 'command' && !client?.mayCommand) {
      throw new FeedflowError('forbidden', 'API_READ_TOKEN may read; this needs API_TOKEN');
    }
    await next();
  };
}
