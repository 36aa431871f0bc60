import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { metricDefinitions } from '@feedflow/shared/metrics/definitions';
import { startMetricsServer } from '@feedflow/shared/metrics/metrics-server';
import { collectServices } from '@feedflow/shared/metrics/service-collector';
import { systemCollectors } from '@feedflow/shared/metrics/system-collectors';
import { systemClock } from '@feedflow/shared/process/clock';
import { newRun } from '@feedflow/shared/run/new-run';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let url: string;
let closeServer: () => Promise<void>;
beforeAll(async () => {
  pipeline = await startPipeline({ maxPendingBatches: 1 });
  const { metrics, deps, pingMongo, pingRedis } = pipeline;
  const port = await getPort();
  const server = await startMetricsServer(
    {
      metrics,
      collectors: [
        collectServices(metrics, { mongodb: pingMongo, redis: pingRedis }),
        ...systemCollectors({ ...deps, metrics, clock: systemClock }, { defaultIntervalMinutes: 60 }),
      ],
      log: deps.log,
    },
    { host: '127.0.0.1', port },
  );
  closeServer = () => server.close();
  url = `http://127.0.0.1:${port}/metrics`;
});
afterAll(async () => {
  await closeServer();
  await pipeline.close();
});

/** The samples of a scrape by name and labels, as Prometheus reads them. */
async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('counts waiting jobs before a worker takes them, and overdue sources', async () => {
  const source = await pipeline.addSource({
    name: 'waiting',
    url: pipeline.feedsUrl + pipeline.feeds.publish('waiting', { records: 5 }),
    schedule: '* * * * *',
  });
  const hourAgo = new Date(Date.now() - 3_600_000);
  await pipeline.db
    .collection('sources')
    .updateOne(
      { name: source.name },
      { $set: { lastTickAt: hourAgo, createdAt: hourAgo, updatedAt: hourAgo } },
    );
  expect((await scrape()).get('feedflow_schedule_lateness_seconds')).toBeGreaterThan(3_000);
  const { runId } = await pipeline.startImport(source);
  const samples = await scrape();
  expect(samples.get('feedflow_queue_jobs{queue="feeds",state="waiting"}')).toBe(1);
  expect(samples.get('feedflow_queue_jobs{queue="runs",state="waiting-children"}')).toBe(1);
  expect(samples.get('feedflow_running_runs')).toBe(1);
  // Its run has started, though not on schedule.
  expect(samples.get('feedflow_schedule_lateness_seconds')).toBe(0);
  expect(samples.get('feedflow_service_up{service="mongodb"}')).toBe(1);
  expect(samples.get('feedflow_service_ping_seconds{service="redis"}')).toBeGreaterThanOrEqual(0);
  expect(samples.get('feedflow_redis_used_memory_bytes')).toBeGreaterThan(0);
  expect(samples.get('feedflow_processes{kind="scheduler"}')).toBe(0);
  expect(samples.get('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
  pipeline.startWorker();
  await pipeline.waitForEnd(runId);
  expect((await scrape()).get('feedflow_running_runs')).toBe(0);
});

test('counts the records of an import, and unchanged ones as known', async () => {
  const before = await scrape();
  const feed = { records: 400, duplicates: 10, broken: 4 };
  const first = await pipeline.importFeed('counted', feed);
  const second = await pipeline.importFeed('counted', feed);
  const samples = await scrape();
  const more = (name: string) => (samples.get(name) ?? 0) - (before.get(name) ?? 0);
  const records = (outcome: string) => more(`feedflow_records_total{outcome="${outcome}"}`);
  expect(records('new')).toBe(first.newJobs);
  expect(records('duplicate')).toBe(first.duplicateJobs + second.duplicateJobs);
  expect(records('failed')).toBe(first.failedJobs + second.failedJobs);
  expect(records('unchanged')).toBe(second.unchangedJobs);
  const known = second.fetch.comparison?.knownRecords ?? 0;
  expect(known).toBeGreaterThan(0);
  expect(more('feedflow_records_known_total')).toBe(known);
  const fetched = first.totalFetched + second.totalFetched;
  expect(more('feedflow_records_parsed_total')).toBe(fetched - known);
  expect(samples.get('feedflow_runs_total{source="counted",outcome="completed"}')).toBe(2);
  expect(more('feedflow_batch_duration_seconds_count{outcome="completed"}')).toBe(first.meta.totalBatches);
  expect(more('feedflow_fetch_duration_seconds_count{outcome="completed"}')).toBe(2);
  expect(more('feedflow_run_duration_seconds_count{outcome="completed"}')).toBe(2);
  expect(more('feedflow_back_pressure_seconds_total')).toBeGreaterThan(0);
});

test('consecutive failures are a gauge of the source, which disappears with its next success', async () => {
  await pipeline.importFeed('streaky', { status: 404 });
  await pipeline.importFeed('streaky', { status: 404 });
  const streak = async () => (await scrape()).get('feedflow_source_failures_in_a_row{source="streaky"}');
  await expect.poll(streak).toBe(2);
  const health = async () => (await scrape()).get('feedflow_source_health{source="streaky"}');
  expect(await health()).toBe(2);
  expect((await scrape()).get('feedflow_sources{health="failing"}')).toBe(1);
  await pipeline.importFeed('streaky', { records: 2 });
  await expect.poll(streak).toBeUndefined();
  expect(await health()).toBeUndefined();
  expect((await scrape()).get('feedflow_runs_total{source="streaky",outcome="failed"}')).toBe(2);
});

test('the failures of a source end when a user disables it', async () => {
  await pipeline.importFeed('given-up', { status: 404 });
  const streak = async () => (await scrape()).get('feedflow_source_failures_in_a_row{source="given-up"}');
  await expect.poll(streak).toBe(1);
  await pipeline.database.sources.setEnabled('given-up', false, new Date());
  expect(await streak()).toBeUndefined();
});

test('a source that a user disabled has no health', async () => {
  const counted = async () => {
    const samples = [...(await scrape())].filter(([name]) => name.startsWith('feedflow_sources{'));
    return samples.reduce((sum, [, sources]) => sum + sources, 0);
  };
  const before = await counted();
  await pipeline.importFeed('disabled', { records: 1 });
  expect(await counted()).toBe(before + 1);
  await pipeline.database.sources.setEnabled('disabled', false, new Date());
  expect(await counted()).toBe(before);
});

test('at most 200 sources have a label of their own', async () => {
  const { database } = pipeline.deps;
  const counted = async () => (await scrape()).get('feedflow_runs_total{source="other",outcome="failed"}');
  expect(await counted()).toBeUndefined();
  for (let index = 0; index < 201; index += 1) {
    const source = { name: `many-${index}`, url: `https://feeds.test/${index}` };
    const run = newRun(source, 'manual', new Date(), { batchSize: 20 });
    await database.importLogs.insertRunning(run);
    await database.importLogs.finish(run, {
      status: 'failed',
      finishedAt: new Date(),
      counters: run,
      error: null,
      failures: [],
      failureTotals: {},
      meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
    });
  }
  expect(await counted()).toBeGreaterThan(0);
});

test('a collector without a response does not delay the others, and is called again once it has ended', async () => {
  const { metrics, deps } = pipeline;
  const ended = new EventEmitter();
  let calls = 0;
  const collectors = [
    async () => {
      calls += 1;
      await once(ended, 'end');
    },
    async () => metrics.runningRuns.set(calls),
  ];
  const options = { host: '127.0.0.1', port: await getPort(), timeoutMs: 100 };
  const server = await startMetricsServer({ metrics, collectors, log: deps.log }, options);
  const runningRuns = async () => {
    const response = await fetch(`http://127.0.0.1:${options.port}/metrics`);
    return /^feedflow_running_runs (\d+)$/m.exec(await response.text())?.[1];
  };
  try {
    expect(await runningRuns()).toBe('1');
    expect(await runningRuns()).toBe('1');
    ended.emit('end');
    const next = runningRuns();
    while (calls < 2) await setImmediate();
    ended.emit('end');
    expect(await next).toBe('2');
  } finally {
    await server.close();
  }
});

test('a counter whose labels have few values begins at 0, so that its first 1 is an increase', async () => {
  const samples = await scrape();
  for (const sample of [
    'feedflow_alerts_total{channel="email",outcome="refused"}',
    'feedflow_alerts_total{channel="run-webhook",outcome="failed"}',
    'feedflow_jobs_due_closed_total{reason="too-old"}',
    'feedflow_records_total{outcome="skipped"}',
  ])
    expect(samples.get(sample), sample).toBe(0);
});

test('names carry their unit, and counters end in _total', () => {
  for (const { name, kind } of Object.values(metricDefinitions)) {
    expect(name).toMatch(/^feedflow_[a-z_]+$/);
    expect(name.endsWith('_total')).toBe(kind === 'counter');
    if (/duration|age|lateness|ping|pressure/.test(name)) expect(name).toMatch(/_seconds(_total)?$/);
  }
});
