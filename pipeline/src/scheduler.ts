import { systemClock } from '@feedflow/shared/clock';
import { connectAll } from '@feedflow/shared/connect';
import { parseEnv } from '@feedflow/shared/env';
import { createReadinessGate } from '@feedflow/shared/health';
import { startHealthServer } from '@feedflow/shared/health-server';
import { createLog } from '@feedflow/shared/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process';
import { createRunStarter } from '@feedflow/shared/run/start-run';
import { loadFeedsFile } from './schedule/load-feeds-file.ts';
import { createReaper } from './schedule/reaper.ts';
import { createTicker } from './schedule/ticker.ts';
import { schedulerSettings } from './settings.ts';

const settings = settingsOrExit(() => parseEnv(schedulerSettings, process.env));
const log = createLog('scheduler', { level: settings.LOG_LEVEL });

await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
  const readiness = createReadinessGate();
  const health = await startHealthServer(
    { readiness },
    { host: settings.HEALTH_HOST, port: settings.HEALTH_PORT },
  );
  closers.add('health server', () => health.close());
  const configs = await loadFeedsFile(settings.FEEDS_FILE);
  const connections = await connectAll(
    { log, closers },
    { ...settings, name: 'scheduler', mode: 'failFast' },
  );
  const { database } = connections;
  const seeded = await database.sources.seed(configs, systemClock());
  log.info({ file: settings.FEEDS_FILE, sources: configs.length, ...seeded }, 'sources read');

  const runDeps = { ...connections, clock: systemClock, log };
  const runOptions = {
    batchSize: settings.BATCH_SIZE,
    fetchAttempts: settings.FETCH_ATTEMPTS,
    batchAttempts: settings.BATCH_ATTEMPTS,
  };
  const starter = createRunStarter(runDeps, runOptions);
  const ticker = createTicker(
    { sources: database.sources, starter, clock: systemClock, log },
    {
      defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES,
      refreshSeconds: settings.SOURCE_REFRESH_SECONDS,
    },
  );
  closers.add('ticker', () => ticker.close());
  await ticker.refresh();
  const reaper = createReaper(runDeps, {
    ...runOptions,
    intervalSeconds: settings.REAPER_INTERVAL_SECONDS,
    graceMs: settings.REAPER_GRACE_MS,
  });
  closers.add('reaper', () => reaper.close());
  // Closed first: nobody counts on a process that is about to stop.
  closers.add('readiness', () => readiness.close());
  readiness.open({ mongodb: connections.pingMongo, redis: connections.pingRedis });
  log.info('scheduler ready');
});
