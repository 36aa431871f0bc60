import { hostname } from 'node:os';
import { createAlerter } from '@feedflow/shared/alerts/alerter';
import { HOUR_MS } from '@feedflow/shared/durations';
import { measuredDatabase } from '@feedflow/shared/metrics/measured-database';
import { createMetrics } from '@feedflow/shared/metrics/metrics';
import { openMetrics } from '@feedflow/shared/metrics/open-metrics';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import { connectAll } from '@feedflow/shared/process/connections';
import { storeSettings } from '@feedflow/shared/process/effective-settings';
import { parseEnv } from '@feedflow/shared/process/env';
import { announceReady } from '@feedflow/shared/process/health';
import { createLog } from '@feedflow/shared/process/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process/run-process';
import type { Tracing } from '@feedflow/shared/tracing/tracing';
import { alertTargets, channelsOf } from '../alerts/channels.ts';
import { openHealth } from '../health-server.ts';
import { storeRawOf, workerSettings } from '../settings.ts';
import { startWorkers } from './bullmq-workers.ts';

/** Runs a worker process: what it opens, in order. @param tracing null without tracing */
export async function runWorker(tracing: Tracing | null): Promise<void> {
  const { settings, targets } = settingsOrExit(() => {
    const parsed = parseEnv(workerSettings, process.env);
    return { settings: parsed, targets: alertTargets(parsed) };
  });
  const log = createLog('worker', { level: settings.LOG_LEVEL });

  await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
    closers.add('tracing', () => tracing?.close());
    const readiness = await openHealth(closers, settings);
    const connections = await connectAll(
      { log, closers, readiness },
      { ...settings, name: 'worker', mode: 'patient', telemetry: tracing?.telemetry },
    );
    await storeSettings({ ...connections, log }, 'worker', settings);
    const pings = { mongodb: connections.pingMongo, redis: connections.pingRedis };
    const metrics = createMetrics();
    await openMetrics({ ...connections, metrics, pings, closers, log }, settings);
    const database = measuredDatabase(connections.database, metrics);
    const alerter = createAlerter(
      { ...connections, database, log },
      { channels: channelsOf(targets), environment: settings.FEEDFLOW_ENVIRONMENT ?? null },
    );
    const fetch = {
      timeoutMs: settings.FETCH_TIMEOUT_MS,
      totalTimeoutMs: settings.FETCH_TOTAL_TIMEOUT_MS,
      minBytesPerSecond: settings.FETCH_MIN_BYTES_PER_SECOND,
      maxBytes: settings.FETCH_MAX_BYTES,
      allowPrivateHosts: settings.FETCH_ALLOW_PRIVATE_HOSTS,
      userAgent: settings.FETCH_USER_AGENT,
    };
    const workers = startWorkers(
      {
        ...connections,
        database,
        alerter,
        log,
        noteWait: (ms) => metrics.backPressure.inc(ms / 1_000),
        noteAlert: (channel, outcome) => metrics.alerts.inc({ channel, outcome }),
      },
      {
        prefix: settings.REDIS_PREFIX,
        workerName: `${hostname()}:${process.pid}`,
        lockDurationMs: settings.LOCK_DURATION_MS,
        stalledIntervalMs: settings.STALLED_INTERVAL_MS,
        maxStalls: settings.MAX_STALLS,
        batchTimeoutMs: settings.BATCH_TIMEOUT_MS,
        maxPendingBatches: settings.MAX_PENDING_BATCHES,
        maxPendingBytes: settings.MAX_PENDING_BYTES,
        redisMemoryLimitPercent: settings.REDIS_MEMORY_LIMIT_PERCENT,
        failureSampleLimit: settings.FAILURE_SAMPLE_LIMIT,
        storeRaw: storeRawOf(settings),
        fullIntervalMs: settings.FULL_IMPORT_INTERVAL_HOURS * HOUR_MS,
        shrinkLimitPercent: settings.SHRINK_LIMIT_PERCENT,
        maxRecords: settings.FETCH_MAX_RECORDS,
        maxPages: settings.FETCH_MAX_PAGES,
        readers: {
          maxHeapMb: settings.READER_MAX_HEAP_MB,
          maxTurnMs: settings.READER_MAX_TURN_MS,
          fetch: { ...fetch, pageDelayMs: settings.FETCH_HOST_DELAY_MS },
          previewFetch: { ...fetch, maxBytes: Math.min(fetch.maxBytes, previewLimits.bytes) },
        },
        queues: settings.WORKER_QUEUES,
        alertTargets: targets,
        telemetry: tracing?.telemetry,
        workerConcurrency: settings.WORKER_CONCURRENCY,
        fetchConcurrency: settings.FETCH_CONCURRENCY,
        previewConcurrency: settings.PREVIEW_CONCURRENCY,
        hostConcurrency: settings.FETCH_HOST_CONCURRENCY,
        hostDelayMs: settings.FETCH_HOST_DELAY_MS,
      },
    );
    closers.add('workers', () => workers.close());
    announceReady(closers, readiness, pings);
    log.info({ queues: settings.WORKER_QUEUES }, 'worker ready');
  });
}
