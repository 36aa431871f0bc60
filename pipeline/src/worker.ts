import { hostname } from 'node:os';
import { systemClock } from '@feedflow/shared/clock';
import { connectAll } from '@feedflow/shared/connect';
import { parseEnv } from '@feedflow/shared/env';
import { previewLimits } from '@feedflow/shared/feed-preview';
import { createReadinessGate } from '@feedflow/shared/health';
import { startHealthServer } from '@feedflow/shared/health-server';
import { createLog } from '@feedflow/shared/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process';
import { createFetcher } from './fetch/fetcher.ts';
import { workerSettings } from './settings.ts';
import { startWorkers } from './workers.ts';

const settings = settingsOrExit(() => parseEnv(workerSettings, process.env));
const log = createLog('worker', { level: settings.LOG_LEVEL });

await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
  const readiness = createReadinessGate();
  const health = await startHealthServer(
    { readiness },
    { host: settings.HEALTH_HOST, port: settings.HEALTH_PORT },
  );
  closers.add('health server', () => health.close());
  const connections = await connectAll({ log, closers }, { ...settings, name: 'worker', mode: 'patient' });
  const fetchOptions = {
    timeoutMs: settings.FETCH_TIMEOUT_MS,
    totalTimeoutMs: settings.FETCH_TOTAL_TIMEOUT_MS,
    maxBytes: settings.FETCH_MAX_BYTES,
    allowPrivateHosts: settings.FETCH_ALLOW_PRIVATE_HOSTS,
    userAgent: settings.FETCH_USER_AGENT,
  };
  const fetcher = createFetcher(fetchOptions);
  closers.add('feed connections', () => fetcher.close());
  const previewFetcher = createFetcher({ ...fetchOptions, maxBytes: previewLimits.bytes });
  closers.add('preview connections', () => previewFetcher.close());
  const workers = startWorkers(
    { ...connections, fetcher, previewFetcher, clock: systemClock, log },
    {
      prefix: settings.REDIS_PREFIX,
      workerName: `${hostname()}:${process.pid}`,
      lockDurationMs: settings.LOCK_DURATION_MS,
      stalledIntervalMs: settings.STALLED_INTERVAL_MS,
      maxStalls: settings.MAX_STALLS,
      batchTimeoutMs: settings.BATCH_TIMEOUT_MS,
      maxPendingBatches: settings.MAX_PENDING_BATCHES,
      failureSampleLimit: settings.FAILURE_SAMPLE_LIMIT,
      fullIntervalMs: settings.FULL_IMPORT_INTERVAL_HOURS * 3_600_000,
      shrinkLimitPercent: settings.SHRINK_LIMIT_PERCENT,
      queues: settings.WORKER_QUEUES,
      workerConcurrency: settings.WORKER_CONCURRENCY,
      fetchConcurrency: settings.FETCH_CONCURRENCY,
    },
  );
  closers.add('workers', () => workers.close());
  // Closed first: nobody counts on a process that is about to stop.
  closers.add('readiness', () => readiness.close());
  readiness.open({ mongodb: connections.pingMongo, redis: connections.pingRedis });
  log.info({ queues: settings.WORKER_QUEUES }, 'worker ready');
});
