import { FeedflowError } from '@feedflow/shared/errors';
import type { EndedSessions } from '@feedflow/shared/mongo/ended-sessions';
import type { Middleware } from 'koa';
import type { RequestState } from '../middleware/request-id.ts';
import type { ServedRoute } from '../routing/route.ts';
import { requestsKey, sessionIdOf } from './client-key.ts';
import type { Client } from './clients.ts';
import type { RateLimit } from './rate-limit.ts';

export interface AccessDeps {
  clientOf(authorization: string): Client | null;
  rateLimit: RateLimit;
  findRoute(method: string, path: string): ServedRoute | undefined;
  endedSessions: Pick<EndedSessions, 'has'>;
}

/**
 * Lets in who may call a route. Health routes are open and have no rate limit, because supervisors call
 * them; only known clients learn that a path is not a route.
 */
export function access(deps: AccessDeps): Middleware<RequestState> {
  const { clientOf, rateLimit, findRoute, endedSessions } = deps;
  return async (ctx, next) => {
    const route = findRoute(ctx.method, ctx.path);
    const client = clientOf(ctx.get('Authorization'));
    const session = sessionIdOf(ctx, client);
    ctx.state.client = client;
    ctx.state.session = session;
    if (route?.tag !== 'Health') await rateLimit.countRequest(requestsKey(ctx));
    if (!client && route?.access !== 'open') {
      await rateLimit.countWrongToken(requestsKey(ctx));
      const fault = ctx.get('Authorization') === '' ? 'is missing' : 'has no token of this API';
      throw new FeedflowError('unauthorized', `the header "Authorization: Bearer API_TOKEN" ${fault}`);
    }
    if (route?.access === 'command' && !client?.mayCommand) {
      throw new FeedflowError('forbidden', 'API_READ_TOKEN may read; this needs API_TOKEN');
    }
    if (session && route?.access !== 'open' && (await endedSessions.has(session))) {
      throw new FeedflowError('session-ended', 'this session was logged out; log in again');
    }
    await next();
  };
}
