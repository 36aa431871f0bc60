import { MINUTE_MS } from '@feedflow/shared/durations';
import { errorMessage } from '@feedflow/shared/errors';
import { measuredDatabase } from '@feedflow/shared/metrics/measured-database';
import { createMetrics } from '@feedflow/shared/metrics/metrics';
import { openMetrics } from '@feedflow/shared/metrics/open-metrics';
import { systemCollectors } from '@feedflow/shared/metrics/system-collectors';
import { type Connections, connectAll } from '@feedflow/shared/process/connections';
import { storeSettings } from '@feedflow/shared/process/effective-settings';
import { parseEnv } from '@feedflow/shared/process/env';
import { announceReady, ReadinessGate } from '@feedflow/shared/process/health';
import { createLog, type Log } from '@feedflow/shared/process/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process/run-process';
import { connectRedis } from '@feedflow/shared/redis/connect';
import { createEventReader } from '@feedflow/shared/redis/event-stream';
import { connectionName } from '@feedflow/shared/redis/redis-facts';
import { runOptionsOf } from '@feedflow/shared/run/run-options';
import type { Tracing } from '@feedflow/shared/tracing/tracing';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { keepTextIndex } from './jobs/keep-text-index.ts';
import { closeServer, startServer } from './server.ts';
import { apiSettings, checkExposure } from './settings.ts';
import { createStartingApp } from './starting-app.ts';
import { createRecentRuns, type RecentRuns, readAhead } from './stats/recent-runs.ts';
import { startEventHub } from './stream/event-hub.ts';

const PREVIEW_TIMEOUT_MS = MINUTE_MS;

/** The life of an API process: what it opens, in order. @param tracing null where nothing is traced */
export async function runApi(tracing: Tracing | null): Promise<void> {
  const { settings, runOptions } = settingsOrExit(() => {
    const parsed = parseEnv(apiSettings, process.env);
    checkExposure(parsed);
    return { settings: parsed, runOptions: runOptionsOf(parsed) };
  });
  const log = createLog('api', { level: settings.LOG_LEVEL });

  await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
    closers.add('tracing', () => tracing?.close());
    const readiness = new ReadinessGate();
    const accessOptions = { token: settings.API_TOKEN, corsOrigins: settings.API_CORS_ORIGINS ?? [] };
    const startingApp = createStartingApp({ log, readiness }, accessOptions);
    const server = await startServer(startingApp.callback(), {
      host: settings.API_HOST,
      port: settings.API_PORT,
    });
    closers.add('HTTP server', () => closeServer(server));
    const connections = await connectAll(
      { log, closers, readiness },
      { ...settings, name: 'api', mode: 'failFast', telemetry: tracing?.telemetry },
    );
    await storeSettings({ ...connections, log }, 'api', settings);
    const recentRuns = createRecentRuns({
      runFacts: connections.database.runFacts,
      clock: connections.clock,
    });
    prepare({ log, ...connections }, { recentRuns });
    if (settings.JOBS_TEXT_INDEX) {
      const textIndex = keepTextIndex({ log, jobSearch: connections.database.jobSearch });
      closers.add('text index', textIndex.stop);
    }
    const blocking = await connectRedis(
      { log },
      {
        url: settings.REDIS_URL,
        cluster: settings.REDIS_CLUSTER,
        mode: 'patient',
        bootTimeoutMs: settings.BOOT_TIMEOUT_MS,
        name: connectionName(settings.REDIS_PREFIX, 'api-events'),
      },
    );
    closers.add('event connection', () => blocking.disconnect());
    const reader = createEventReader(
      { redis: connections.redis, blocking },
      { prefix: settings.REDIS_PREFIX },
    );
    const hub = await startEventHub({ reader, log });
    closers.add('event hub', () => hub.close());
    const metrics = createMetrics();
    const database = measuredDatabase(connections.database, metrics);
    const runDeps = { ...connections, database, log };
    const { app, streams } = createApp(
      { ...runDeps, hub, reader, readiness, recentRuns },
      {
        ...runOptions,
        version: packageJson.version,
        environment: settings.FEEDFLOW_ENVIRONMENT ?? null,
        ...accessOptions,
        readToken: settings.API_READ_TOKEN,
        requestsPerMinute: settings.API_RATE_LIMIT_PER_MINUTE,
        trustProxy: settings.API_TRUST_PROXY,
        maxStreams: settings.API_STREAM_CLIENTS,
        maxStreamsPerClient: settings.API_STREAMS_PER_CLIENT,
        maxExports: settings.API_EXPORT_CLIENTS,
        previewTimeoutMs: PREVIEW_TIMEOUT_MS,
        defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES,
      },
    );
    const pings = { mongodb: connections.pingMongo, redis: connections.pingRedis };
    const collectors = [
      async () => metrics.streamClients.set(streams.count()),
      ...systemCollectors(
        { ...connections, metrics },
        { defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES },
      ),
    ];
    await openMetrics({ ...connections, metrics, pings, collectors, closers, log }, settings);
    server.removeAllListeners('request').on('request', app.callback());
    closers.add('requests', () => closeServer(server, streams.end));
    announceReady(closers, readiness, pings);
    log.info({ address: server.address() }, 'api ready');
  });
}

/**
 * Work that makes later responses fast. Nothing waits for it; if it fails, the first request that needs it reports it.
 */
function prepare(
  { log, clock }: Pick<Connections, 'clock'> & { log: Log },
  { recentRuns }: { recentRuns: RecentRuns },
): void {
  readAhead(recentRuns, clock()).catch((error: unknown) => {
    log.info({ reason: errorMessage(error) }, 'the runs of the last month were not read ahead');
  });
}
