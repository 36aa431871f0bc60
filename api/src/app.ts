import type { ReadinessGate } from '@feedflow/shared/process/health';
import type { EventReader } from '@feedflow/shared/redis/event-stream';
import type { PreviewRequests } from '@feedflow/shared/redis/preview-requests';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import Koa from 'koa';
import { access } from './access/access.ts';
import { createClients, type Tokens } from './access/clients.ts';
import { localOnly } from './access/local-only.ts';
import { createRateLimit } from './access/rate-limit.ts';
import { createCommands } from './commands/commands.ts';
import { createIdempotency } from './commands/idempotency.ts';
import { createExportSlots } from './jobs/export-slots.ts';
import { jsonBody } from './middleware/body.ts';
import { allowOrigins } from './middleware/cors.ts';
import { docsAtRoot } from './middleware/docs-at-root.ts';
import { errors } from './middleware/errors.ts';
import { securityHeaders } from './middleware/headers.ts';
import { readableTarget } from './middleware/readable-target.ts';
import { type RequestState, requestId } from './middleware/request-id.ts';
import { acknowledgementRoutes } from './routes/acknowledgements.ts';
import { auditRoutes } from './routes/audit.ts';
import { batchRoutes } from './routes/batches.ts';
import { changeRoutes } from './routes/changes.ts';
import { descriptionRoutes } from './routes/description.ts';
import { failureRoutes } from './routes/failures.ts';
import { healthRoutes } from './routes/health.ts';
import { heldJobRoutes } from './routes/held-jobs.ts';
import { importRoutes } from './routes/import.ts';
import { importLogRoutes } from './routes/import-logs.ts';
import { jobRoutes } from './routes/jobs.ts';
import { rawRecordRoutes } from './routes/raw-record.ts';
import { runCommandRoutes } from './routes/run-commands.ts';
import { runExportRoutes } from './routes/run-export.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { sourceCommandRoutes } from './routes/source-commands.ts';
import { sourcePreviewRoutes } from './routes/source-preview.ts';
import { sourceQualityRoutes } from './routes/source-quality.ts';
import { sourceRoutes } from './routes/sources.ts';
import { statsRoutes } from './routes/stats.ts';
import { streamRoutes } from './routes/stream.ts';
import type { Routes, ServedRoute } from './routing/route.ts';
import { createRouteTable } from './routing/route-table.ts';
import { createRuns } from './runs/runs.ts';
import { createFeedPreviews } from './sources/feed-previews.ts';
import type { RecentRuns } from './stats/recent-runs.ts';
import { createRunStatistics } from './stats/run-statistics.ts';
import type { EventHub } from './stream/event-hub.ts';
import { createOpenStreams, type OpenStreams } from './stream/open-streams.ts';
import { createSystemHealth, type SystemHealthDeps } from './system-health.ts';

export interface AppDeps extends Omit<SystemHealthDeps, 'database'>, RunDeps {
  previews: PreviewRequests;
  readiness: ReadinessGate;
  hub: EventHub;
  reader: EventReader;
  recentRuns: RecentRuns;
}

export interface AppOptions extends RunOptions, Tokens {
  version: string;
  /** What this installation is called. */
  environment: string | null;
  defaultIntervalMinutes: number;
  /** Origins whose pages may call the API from a browser. */
  corsOrigins: readonly string[];
  requestsPerMinute: number;
  /** Whether X-Forwarded-For says who the client is. */
  trustProxy: boolean;
  maxStreams: number;
  /** Of one token, one session of the dashboard, or one address. */
  maxStreamsPerClient: number;
  /** Exports of jobs that are sent at a time. */
  maxExports: number;
  previewTimeoutMs: number;
}

/**
 * The API: its middleware and its routes, in order.
 *
 * @returns the app, and the event streams it has open
 */
export function createApp(
  deps: AppDeps,
  options: AppOptions,
): { app: Koa<RequestState>; streams: OpenStreams } {
  const { auditLog, idempotencyKeys: keys, endedSessions } = deps.database;
  const idempotency = createIdempotency({ keys, clock: deps.clock });
  const streams = createOpenStreams(options);
  const routes = createRoutes({ ...deps, streams }, options, () => routeTable.all);
  const commands = createCommands({ auditLog, idempotency, clock: deps.clock });
  const routeTable = createRouteTable({ commands, clock: deps.clock }, routes);

  const app = new Koa<RequestState>({ proxy: options.trustProxy, maxIpsCount: 1 });
  app.use(requestId(deps.log));
  app.use(securityHeaders());
  app.use(allowOrigins(options.corsOrigins));
  app.use(errors());
  app.use(localOnly(options));
  app.use(readableTarget());
  app.use(docsAtRoot());
  app.use(
    access({
      clientOf: createClients(options),
      rateLimit: createRateLimit(options),
      findRoute: routeTable.find,
      endedSessions,
    }),
  );
  app.use(jsonBody());
  for (const middleware of routeTable.middleware()) app.use(middleware);
  // What reaches this event failed after the response had started: mostly a client that disconnected.
  app.on('error', (error: Error) => deps.log.debug({ reason: error.message }, 'connection broke'));
  return { app, streams };
}

/**
 * The routes of the whole contract.
 *
 * @param allRoutes for the route that describes all of them
 */
function createRoutes(
  deps: AppDeps & { streams: OpenStreams },
  options: AppOptions,
  allRoutes: () => readonly ServedRoute[],
): Routes {
  const { sources, importBatches, batchMarks, keptFailures, auditLog, jobs, jobSearch } = deps.database;
  const { acknowledgements } = deps.database;
  const { clock, readiness } = deps;
  const runs = createRuns(deps.database);
  const exportSlots = createExportSlots(options);
  const previews = createFeedPreviews(deps, { timeoutMs: options.previewTimeoutMs });

  return {
    ...healthRoutes({ readiness, system: createSystemHealth(deps, options) }),
    ...sessionRoutes({ endedSessions: deps.database.endedSessions, jobSearch, clock }, options),

    ...sourceRoutes({ sources, jobs, jobSearch, clock }, options),
    ...sourceQualityRoutes({ ...deps.database, clock }, options),
    ...sourceCommandRoutes({ ...deps.database, clock }, options),
    ...sourcePreviewRoutes({ previews, sources }),

    ...importRoutes(deps, options),

    ...streamRoutes({ ...deps, runs }),
    ...runExportRoutes({ runs }),
    ...importLogRoutes({ runs, database: deps.database }),
    ...batchRoutes({ runs, importBatches, batchMarks }),
    ...failureRoutes({ runs, keptFailures }),
    ...rawRecordRoutes({ runs, rawRecords: deps.database.rawRecords }),
    ...heldJobRoutes({ runs, database: deps.database }),
    ...runCommandRoutes(deps, options),

    ...statsRoutes({
      statistics: createRunStatistics(deps),
      runTotals: deps.database.runTotals,
      clock,
    }),
    ...jobRoutes({ sources, jobs, jobSearch, changes: deps.database.changes, runs, exportSlots, clock }),
    ...changeRoutes({ ...deps, changes: deps.database.changes }),
    ...acknowledgementRoutes({ acknowledgements, clock }),
    ...auditRoutes({ auditLog }),
    ...settingsRoutes(deps.database),
    ...descriptionRoutes({ allRoutes }, options),
  };
}
