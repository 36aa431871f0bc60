import { createAlerter } from '@feedflow/shared/alerts/alerter';
import { measuredDatabase } from '@feedflow/shared/metrics/measured-database';
import { createMetrics } from '@feedflow/shared/metrics/metrics';
import { openMetrics } from '@feedflow/shared/metrics/open-metrics';
import { systemCollectors } from '@feedflow/shared/metrics/system-collectors';
import { connectAll } from '@feedflow/shared/process/connections';
import { storeSettings } from '@feedflow/shared/process/effective-settings';
import { parseEnv } from '@feedflow/shared/process/env';
import { announceReady } from '@feedflow/shared/process/health';
import { createLog } from '@feedflow/shared/process/log';
import { runProcess, settingsOrExit } from '@feedflow/shared/process/run-process';
import { runOptionsOf } from '@feedflow/shared/run/run-options';
import type { Tracing } from '@feedflow/shared/tracing/tracing';
import { alertTargets, channelsOf } from '../alerts/channels.ts';
import { openHealth } from '../health-server.ts';
import { createSweeper } from '../retention/sweeper.ts';
import { schedulerSettings } from '../settings.ts';
import { createDueJobsCloser } from './due-jobs.ts';
import { createFreshnessWatch } from './freshness.ts';
import { loadFeedsFile } from './load-feeds-file.ts';
import { createReaper } from './reaper.ts';
import { reportSeededSources } from './report-seeded-sources.ts';
import { createTicker } from './ticker.ts';

/** Runs a scheduler process: what it opens, in order. @param tracing null without tracing */
export async function runScheduler(tracing: Tracing | null): Promise<void> {
  const { settings, runOptions, channels } = settingsOrExit(() => {
    const parsed = parseEnv(schedulerSettings, process.env);
    const alertChannels = channelsOf(alertTargets(parsed));
    return { settings: parsed, runOptions: runOptionsOf(parsed), channels: alertChannels };
  });
  const log = createLog('scheduler', { level: settings.LOG_LEVEL });

  await runProcess(log, { shutdownTimeoutMs: settings.SHUTDOWN_TIMEOUT_MS }, async (closers) => {
    closers.add('tracing', () => tracing?.close());
    const readiness = await openHealth(closers, settings);
    const configs = await loadFeedsFile(settings.FEEDS_FILE);
    const connections = await connectAll(
      { log, closers, readiness },
      { ...settings, name: 'scheduler', mode: 'failFast', telemetry: tracing?.telemetry },
    );
    await storeSettings({ ...connections, log }, 'scheduler', settings);
    const pings = { mongodb: connections.pingMongo, redis: connections.pingRedis };
    const metrics = createMetrics();
    const database = measuredDatabase(connections.database, metrics);
    const collectors = systemCollectors(
      { ...connections, metrics },
      { defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES },
    );
    await openMetrics({ ...connections, metrics, pings, collectors, closers, log }, settings);
    const seeded = await database.sources.seed(configs, connections.clock());
    await reportSeededSources({ auditLog: database.auditLog, log }, seeded, connections.clock());
    const refused = seeded.filter(({ refusal }) => refusal !== null).length;
    const added = seeded.filter(({ command, refusal }) => command === 'addSource' && !refusal).length;
    const changed = seeded.length - refused - added;
    const counts = { sources: configs.length, added, changed, refused };
    log.info({ file: settings.FEEDS_FILE, ...counts }, 'sources read');

    const alerter = createAlerter(
      { ...connections, database, log },
      { channels, environment: settings.FEEDFLOW_ENVIRONMENT ?? null },
    );
    const runDeps = { ...connections, database, alerter, log };
    const ticker = createTicker(runDeps, {
      ...runOptions,
      defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES,
      refreshSeconds: settings.SOURCE_REFRESH_SECONDS,
    });
    closers.add('ticker', () => ticker.close());
    await ticker.refresh();
    const reaper = createReaper(runDeps, {
      ...runOptions,
      intervalSeconds: settings.REAPER_INTERVAL_SECONDS,
      graceMs: settings.REAPER_GRACE_MS,
    });
    closers.add('reaper', () => reaper.close());
    reaper.start();
    const sweeper = createSweeper(runDeps, {
      runs: settings.RUN_RETENTION_DAYS,
      failedBatches: settings.FAILED_BATCH_RETENTION_DAYS,
      closedJobs: settings.CLOSED_JOB_RETENTION_DAYS,
      audit: settings.AUDIT_RETENTION_DAYS,
    });
    closers.add('sweeper', () => sweeper.close());
    const dueJobs = createDueJobsCloser(runDeps);
    closers.add('due jobs', () => dueJobs.close());
    const freshness = createFreshnessWatch(runDeps, {
      defaultIntervalMinutes: settings.IMPORT_INTERVAL_MINUTES,
    });
    closers.add('freshness', () => freshness.close());
    announceReady(closers, readiness, pings);
    log.info('scheduler ready');
  });
}
