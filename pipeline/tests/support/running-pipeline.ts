import { setTimeout as sleep } from 'node:timers/promises';
import { createSampleFeeds } from '@feedflow/infra/testing/sample-feeds/server';
import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { createAlerter } from '@feedflow/shared/alerts/alerter';
import { measuredDatabase } from '@feedflow/shared/metrics/measured-database';
import { createMetrics } from '@feedflow/shared/metrics/metrics';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import { type SourceConfig, sourceConfig } from '@feedflow/shared/model/source';
import type { Clock } from '@feedflow/shared/process/clock';
import { Closers } from '@feedflow/shared/process/closers';
import { type Connections, connectAll } from '@feedflow/shared/process/connections';
import { createLog } from '@feedflow/shared/process/log';
import { createRedisMemory } from '@feedflow/shared/redis/memory';
import { startRun } from '@feedflow/shared/run/start-run';
import { workerQueues } from '@feedflow/shared/settings';
import { Job } from 'bullmq';
import { MongoClient } from 'mongodb';
import { type AlertTargets, channelsOf } from '../../src/alerts/channels.ts';
import type { FetcherOptions } from '../../src/fetch/fetcher.ts';
import { startWorkers, type Workers, type WorkersOptions } from '../../src/worker/bullmq-workers.ts';
import { createOutageWatch } from '../../src/worker/outage-watch.ts';

export type FeedRequest = Parameters<ReturnType<typeof createSampleFeeds>['publish']>[1];

const fetch = {
  // A feed that a test holds back on a busy machine is not a feed that has stalled.
  timeoutMs: 60_000,
  totalTimeoutMs: 120_000,
  minBytesPerSecond: 0,
  speedWindowMs: 1_000,
  maxBytes: 1_000_000_000,
  allowPrivateHosts: true,
  userAgent: 'Feedflow tests',
};

/** Small limits, so that a few hundred records exercise what a million would. */
const defaults = {
  queues: workerQueues,
  maxPendingBatches: 8,
  maxPendingBytes: 32_000_000,
  redisMemoryLimitPercent: 70,
  batchTimeoutMs: 30_000,
  failureSampleLimit: 20,
  storeRaw: null,
  maxRecords: 1_000_000,
  maxPages: 1_000,
  fullIntervalMs: 3_600_000,
  shrinkLimitPercent: 20,
  workerConcurrency: 4,
  fetchConcurrency: 4,
  previewConcurrency: 2,
  hostConcurrency: 2,
  hostDelayMs: 0,
  stalledIntervalMs: 1_000,
  lockDurationMs: 5_000,
  maxStalls: 50,
  alertTargets: { webhook: null, email: null, runWebhook: null, dashboardUrl: null } as AlertTargets,
};

/** A pipeline with workers in this process, a database and Redis prefix of its own, and feeds to import. */
export async function startPipeline(
  options: Partial<
    WorkersOptions & {
      batchSize: number;
      /** What batches grow to. @default five times `batchSize`, as in production */
      maxBatchSize: number;
      batchAttempts: number;
      clusterUrl: string;
      redisUrl: string;
      minBytesPerSecond: number;
    }
  > & {
    /** Takes the log's lines, of all levels. */
    logTo?: { write(line: string): void };
    /** The process' clock. */
    clock?: Clock;
    /** Limits of reading feeds. */
    fetching?: Partial<FetcherOptions>;
  } = {},
) {
  const closers = new Closers();
  const { logTo: destination } = options;
  const level = process.env['TEST_LOG_LEVEL'] ?? (destination ? 'trace' : 'silent');
  const log = createLog('test', { level, pretty: false, destination });
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const feeds = createSampleFeeds();
  const { url } = await feeds.start();
  closers.add('sample feeds', () => feeds.close());
  const settings = {
    MONGODB_URI: sandbox.mongoUri,
    REDIS_URL: options.clusterUrl ?? options.redisUrl ?? sandbox.redisUrl,
    REDIS_CLUSTER: options.clusterUrl !== undefined,
    REDIS_PREFIX: options.clusterUrl ? '{cluster}' : sandbox.redisPrefix,
    BOOT_TIMEOUT_MS: 10_000,
  };
  const connections = await connectAll(
    { log, closers, clock: options.clock },
    { ...settings, name: 'test', mode: 'patient' },
  );
  const mongo = await MongoClient.connect(sandbox.mongoUri);
  closers.add('mongo', () => mongo.close());
  const batchSize = options.batchSize ?? 20;
  const runOptions = {
    batchSize,
    maxBatchSize: options.maxBatchSize ?? 5 * batchSize,
    fetchAttempts: 3,
    batchAttempts: options.batchAttempts ?? 3,
  };
  const startImport = (source: Pick<SourceConfig, 'name' | 'url'>, choice?: { full?: boolean }) =>
    startRun({ ...connections, log }, runOptions, source, 'manual', choice);
  const failingKeys = new Set<string>();
  const { jobs } = connections.database;
  const write: typeof jobs.write = (writes, ...rest) => {
    if (writes.some(({ job }) => failingKeys.has(job.dedupeKey))) throw new Error('the write was given up');
    return jobs.write(writes, ...rest);
  };
  const metrics = createMetrics();
  const database = measuredDatabase({ ...connections.database, jobs: { ...jobs, write } }, metrics);
  const noteWait = (ms: number) => metrics.backPressure.inc(ms / 1_000);
  const channels = channelsOf({ ...defaults, ...options }.alertTargets);
  const alerter = createAlerter({ ...connections, database, log }, { channels, environment: 'test' });
  const deps = {
    ...connections,
    database,
    alerter,
    noteWait,
    noteAlert: (channel: string, outcome: string) => metrics.alerts.inc({ channel, outcome }),
    log,
  };

  const nothing = () => undefined;
  const outages = createOutageWatch(
    deps,
    { pause: nothing, regain: async () => undefined, resume: nothing },
    defaults,
  );

  const readers = {
    maxHeapMb: 128,
    maxTurnMs: 10_000,
    fetch: { ...fetch, minBytesPerSecond: options.minBytesPerSecond ?? 0, ...options.fetching },
    previewFetch: fetch,
  };

  const startWorker = (name = 'test-worker', own: Partial<WorkersOptions> = {}): Workers => {
    const workers = startWorkers(deps, {
      ...defaults,
      readers,
      ...options,
      ...own,
      prefix: settings.REDIS_PREFIX,
      workerName: name,
    });
    closers.add(name, () => workers.close());
    return workers;
  };

  async function addSource(config: Omit<SourceConfig, 'timezone' | 'enabled'>): Promise<SourceConfig> {
    const source = sourceConfig.parse(config);
    await connections.database.sources.upsert([source], connections.clock());
    return source;
  }

  return {
    ...connections,
    db: mongo.db(),
    sandbox,
    feeds,
    feedsUrl: url,
    runOptions,
    startImport,
    deps,
    metrics,
    /** For a processor that a test runs directly. */
    processorDeps: { ...deps, outages, redisMemory: createRedisMemory(deps, { maxPercent: 70 }) },
    startWorker,
    /** For a processor that a test runs directly. */
    processorOptions: { ...defaults, readers, ...options, workerName: 'direct' },
    addSource,
    /** Writes that contain a job with one of these keys fail entirely, as when the server aborts them. */
    failingKeys,
    /** Serves `feeds` at the source's URL, one per fetch, imports it once and waits for the end. */
    importFeed: async (name: string, ...requests: [FeedRequest, ...FeedRequest[]]): Promise<Run> => {
      const source = await addSource({ name, url: url + feeds.publish(name, ...requests) });
      const { runId } = await startImport(source);
      return waitForEnd(connections, runId);
    },
    waitForEnd: (runId: string) => waitForEnd(connections, runId),
    jobsOf: (sourceName: string) => mongo.db().collection<StoredJob>('jobs').find({ sourceName }).toArray(),
    close: () => closers.close(),
  };
}

export type RunningPipeline = Awaited<ReturnType<typeof startPipeline>>;

/** The run once it has ended; fails after 75 s with where it got stuck. */
async function waitForEnd({ database }: Pick<Connections, 'database'>, runId: string): Promise<Run> {
  let run: Run | null = null;
  for (const until = Date.now() + 75_000; Date.now() < until; await sleep(25)) {
    run = await database.importLogs.find(runId);
    if (run && run.status !== 'running') return run;
  }
  throw new Error(`run ${runId} did not end: ${JSON.stringify({ fetch: run?.fetch, meta: run?.meta })}`);
}

/** The job of a batch, once it is enqueued. */
export async function waitForJob({ queues }: Pick<Connections, 'queues'>, id: string): Promise<Job> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(25)) {
    const job = await Job.fromId(queues.batches, id);
    if (job) return job;
  }
  throw new Error(`batch ${id} was never enqueued`);
}
