import { createServer, type Server } from 'node:http';
import { systemClock } from '@feedflow/shared/clock';
import { connectAll } from '@feedflow/shared/connect';
import { parseEnv } from '@feedflow/shared/env';
import { FeedflowError } from '@feedflow/shared/errors';
import { createLog } from '@feedflow/shared/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process';
import { connectRedis } from '@feedflow/shared/redis/connect';
import { createEventReader } from '@feedflow/shared/redis/event-stream';
import { createRunStarter } from '@feedflow/shared/run/start-run';
import { createApp } from './app.ts';
import { apiSettings, checkExposure } from './settings.ts';
import { startEventHub } from './stream/event-hub.ts';

const settings = settingsOrExit(() => {
  const parsed = parseEnv(apiSettings, process.env);
  checkExposure(parsed);
  return parsed;
});
const log = createLog('api', { level: settings.LOG_LEVEL });

await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
  const connections = await connectAll({ log, closers }, { ...settings, name: 'api', mode: 'failFast' });
  const blocking = await connectRedis(
    { log },
    {
      url: settings.REDIS_URL,
      mode: 'patient',
      bootTimeoutMs: settings.BOOT_TIMEOUT_MS,
      name: 'feedflow-api-events',
    },
  );
  closers.add('event connection', () => blocking.disconnect());
  const reader = createEventReader({ redis: connections.redis, blocking }, { prefix: settings.REDIS_PREFIX });
  const hub = await startEventHub({ reader, log });
  closers.add('event hub', () => hub.close());
  const runDeps = { ...connections, clock: systemClock, log };
  const runOptions = {
    batchSize: settings.BATCH_SIZE,
    fetchAttempts: settings.FETCH_ATTEMPTS,
    batchAttempts: settings.BATCH_ATTEMPTS,
  };
  const { pingMongo, redis } = connections;
  const { app, endStreams } = createApp(
    {
      ...runDeps,
      ...{ hub, reader, pingMongo, pingRedis: () => redis.ping() },
      starter: createRunStarter(runDeps, runOptions),
    },
    { ...runOptions, token: settings.API_TOKEN, defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES },
  );
  const server = createServer(app.callback());
  await listen(server, settings.API_PORT, settings.API_HOST);
  closers.add('HTTP server', () => close(server, endStreams));
  log.info({ address: server.address() }, 'api ready');
});

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is taken by another program' : error.message;
      reject(
        new FeedflowError(
          'settings-invalid',
          `cannot listen on ${host}:${port} (API_HOST, API_PORT): ${reason}`,
        ),
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Streams never end by themselves; answers under way may finish. */
function close(server: Server, endStreams: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    endStreams();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}
