import { FeedflowError } from '@feedflow/shared/errors';
import type { ReadinessGate } from '@feedflow/shared/process/health';
import type { Log } from '@feedflow/shared/process/log';
import Koa from 'koa';
import { type LocalOnlyOptions, localOnly } from './access/local-only.ts';
import { errors } from './middleware/errors.ts';
import { securityHeaders } from './middleware/headers.ts';
import { type RequestState, requestId } from './middleware/request-id.ts';

/**
 * What the API serves until it has started, which may take long where the database is migrated: that it lives,
 * that it is not ready and why, and to everything else 503.
 */
export function createStartingApp(
  deps: { log: Log; readiness: ReadinessGate },
  options: LocalOnlyOptions,
): Koa<RequestState> {
  const app = new Koa<RequestState>();
  app.use(requestId(deps.log));
  app.use(securityHeaders());
  app.use(errors());
  app.use(localOnly(options));
  app.use(async (ctx) => {
    const { status } = await deps.readiness.check();
    if (ctx.path === '/health/live') ctx.body = { status: 'live' };
    else if (ctx.path === '/health/ready') {
      ctx.status = 503;
      ctx.body = { status };
    } else throw new FeedflowError('service-unavailable', `the API is not ready: ${status}`);
  });
  app.on('error', (error: Error) => deps.log.debug({ reason: error.message }, 'connection broke'));
  return app;
}
