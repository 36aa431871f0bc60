import type { EventReader } from '@feedflow/shared/redis/event-stream';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import type { RunStarter } from '@feedflow/shared/run/start-run';
import Router from '@koa/router';
import Koa from 'koa';
import { auth } from './middleware/auth.ts';
import { jsonBody } from './middleware/body.ts';
import { errors } from './middleware/errors.ts';
import { securityHeaders } from './middleware/headers.ts';
import { type RequestState, requestId } from './middleware/request-id.ts';
import { type HealthDeps, healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/import.ts';
import { importLogRoutes } from './routes/import-logs.ts';
import { runCommandRoutes } from './routes/run-commands.ts';
import { sourceRoutes } from './routes/sources.ts';
import { streamRoutes } from './routes/stream.ts';
import { createRuns } from './runs.ts';
import type { EventHub } from './stream/event-hub.ts';

export interface AppDeps extends HealthDeps, RunDeps {
  starter: RunStarter;
  hub: EventHub;
  reader: EventReader;
}

export interface AppOptions extends Pick<RunOptions, 'batchAttempts'> {
  token: string | undefined;
  defaultIntervalMinutes: number;
}

/**
 * The API: its middleware and its routes, in order.
 *
 * @returns the app, and how to end the streams it has open
 */
export function createApp(
  deps: AppDeps,
  options: AppOptions,
): { app: Koa<RequestState>; endStreams: () => void } {
  const { sources, importBatches } = deps.database;
  const runs = createRuns(deps.database);
  const router = new Router();

  healthRoutes(router, deps);
  sourceRoutes(router, { sources, clock: deps.clock }, options);
  importRoutes(router, { sources, starter: deps.starter });
  // Before /:runId, which would match it too.
  const endStreams = streamRoutes(router, { runs, hub: deps.hub, reader: deps.reader });
  importLogRoutes(router, { runs, importBatches });
  runCommandRoutes(router, deps, options);

  const app = new Koa<RequestState>();
  app.use(requestId(deps.log));
  app.use(securityHeaders());
  app.use(errors());
  app.use(auth({ token: options.token, openPaths: ['/health'] }));
  app.use(jsonBody());
  app.use(router.routes());
  app.use(router.allowedMethods({ throw: true }));
  // What reaches this event broke after the answer had begun: a client that went away, mostly.
  app.on('error', (error: Error) => deps.log.debug({ reason: error.message }, 'connection broke'));
  return { app, endStreams };
}
