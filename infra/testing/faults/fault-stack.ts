import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SourceConfig, sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { Closers } from '@feedflow/shared/process/closers';
import { connectAll } from '@feedflow/shared/process/connections';
import { createLog } from '@feedflow/shared/process/log';
import { startRun } from '@feedflow/shared/run/start-run';
import getPort from 'get-port';
import { MongoClient } from 'mongodb';
import { type Child, startChild } from '../../dev/processes/child.ts';
import { apiArgs, schedulerArgs, workerArgs } from '../../dev/processes/process-args.ts';
import { repositoryServices, throwAwayService } from '../../dev/services/services.ts';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import { createSampleFeeds } from '../sample-feeds/server.ts';

const root = join(import.meta.dirname, '../../..');
const REDIS_PREFIX = 'feedflow';
const scripts = {
  worker: workerArgs,
  scheduler: schedulerArgs,
  api: apiArgs,
} as const;

/** Short intervals, so that tests take seconds instead of minutes. */
const quickSettings = {
  LOCK_DURATION_MS: '3000',
  STALLED_INTERVAL_MS: '1000',
  REAPER_INTERVAL_SECONDS: '2',
  REAPER_GRACE_MS: '3000',
  BATCH_SIZE: '100',
  BOOT_TIMEOUT_MS: '30000',
  SHUTDOWN_TIMEOUT_MS: '20000',
};

/** Further settings of a process. */
export type Env = Record<string, string>;

export interface FaultStackOptions {
  batchSize?: number;
  batchAttempts?: number;
  fetchAttempts?: number;
  env?: Env;
  /** Where the data of a server is, the temporary folder of the system by default. */
  dataOf?: Partial<Record<'mongod' | 'redis', string>>;
}

/** Throw-away MongoDB and Redis, a feed server, and real processes to damage. `close` ends all of them. */
export async function startFaultStack(options: FaultStackOptions = {}) {
  const closers = new Closers();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-fault-'));
  closers.add('folder', () => keepOrRemove(folder));
  const server = (kind: 'mongod' | 'redis') =>
    throwAwayService(kind, repositoryServices(), options.dataOf?.[kind]);
  const [mongod, redis] = await Promise.all([server('mongod'), server('redis')]);
  closers.add('services', () => Promise.all([mongod.close(), redis.close()]));
  const feeds = createSampleFeeds();
  const { url: feedsUrl } = await feeds.start();
  closers.add('feeds', () => feeds.close());
  const feedsFile = join(folder, 'feeds.json');
  await writeFile(feedsFile, '[]');
  const batchSize = options.batchSize ?? 100;
  const runOptions = {
    batchSize,
    maxBatchSize: 1_000,
    fetchAttempts: options.fetchAttempts ?? 5,
    batchAttempts: options.batchAttempts ?? 3,
  };
  const log = createLog('fault-test', { level: 'silent' });

  let started = 0;

  /** @param codeRoot the folder of the code, this one by default */
  async function start(
    script: keyof typeof scripts,
    env: Env = {},
    nodeArgs: string[] = [],
    codeRoot = root,
  ) {
    started += 1;
    const name = `${script}-${started}`;
    const port = await getPort();
    const ports: Env = script === 'api' ? { API_PORT: String(port) } : { HEALTH_PORT: String(port) };
    const logFile = join(folder, `${name}.log`);
    const child = await startChild({
      name,
      command: process.execPath,
      args: [...nodeArgs, ...scripts[script]],
      env: {
        ...withoutSettings(process.env),
        ...quickSettings,
        MONGODB_URI: mongod.url,
        REDIS_URL: redis.url,
        REDIS_PREFIX,
        FEEDS_FILE: feedsFile,
        FETCH_ALLOW_PRIVATE_HOSTS: 'true',
        BATCH_SIZE: String(batchSize),
        ...ports,
        ...options.env,
        ...env,
      },
      cwd: codeRoot,
      logFile,
    });
    closers.add(name, () => child.stop(5_000));
    return Object.assign(child, {
      url: `http://127.0.0.1:${port}`,
      logs: () => readLogs(logFile),
    }) as Process;
  }

  /** Starts a process and waits until it logs that it is ready. */
  async function startReady(script: keyof typeof scripts, env?: Env, codeRoot?: string): Promise<Process> {
    const child = await start(script, env, [], codeRoot);
    await waitFor(`${child.name} to be ready`, 120_000, async () => {
      if (!child.running)
        throw new Error(`${child.name} ended: ${await readFile(child.logFile ?? '', 'utf8')}`);
      return (await child.logs()).some((line) => line.msg.endsWith(' ready'));
    });
    return child;
  }

  /** Direct access of the test to a database, without a proxy. */
  async function withMongo(uri: string) {
    const connections = await connectAll(
      { log, closers },
      {
        MONGODB_URI: uri,
        REDIS_URL: redis.url,
        REDIS_PREFIX,
        BOOT_TIMEOUT_MS: 30_000,
        name: 'fault-test',
        mode: 'patient',
      },
    );
    const mongo = await MongoClient.connect(uri);
    closers.add('mongo client', () => mongo.close());
    const runDeps = { ...connections, clock: systemClock, log };

    async function addSource(
      name: string,
      ...requests: [FeedRequest, ...FeedRequest[]]
    ): Promise<SourceConfig> {
      const url = feedsUrl + feeds.publish(name, ...requests);
      // Hardly ever due: only the test starts it.
      const source = sourceConfig.parse({ name, url, schedule: '0 0 29 2 *' });
      await connections.database.sources.upsert([source], systemClock());
      return source;
    }

    /** Starts an import of the feeds that `requests` describe, one per fetch. @returns the run's id */
    async function startImport(name: string, ...requests: [FeedRequest, ...FeedRequest[]]): Promise<string> {
      const source = await addSource(name, ...requests);
      return (await startRun(runDeps, runOptions, source, 'manual')).runId;
    }
    return { ...connections, mongo, db: mongo.db(), runDeps, addSource, startImport };
  }

  return {
    ...(await withMongo(mongod.url)),
    withMongo,
    mongod,
    redisServer: redis,
    feeds,
    feedsUrl,
    /** Has the logs; deleted at the end. */
    folder,
    runOptions,
    start,
    startReady,
    /** Writes the file that FEEDS_FILE names in every process. */
    seedFile: (sources: Partial<SourceConfig>[]) => writeFile(feedsFile, JSON.stringify(sources)),
    close: () => closers.close(),
  };
}

export type FaultStack = Awaited<ReturnType<typeof startFaultStack>>;
/** The part that reads the results. */
export type Outcome = Awaited<ReturnType<FaultStack['withMongo']>>;

export interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

export type Process = Child & {
  /** The URL of its health checks or its API. */
  url: string;
  /** Its log so far. */
  logs(): Promise<LogLine[]>;
};

/** FAULT_KEEP_LOGS=1 keeps the logs of the processes, to analyse a failure. */
async function keepOrRemove(folder: string): Promise<void> {
  if (process.env['FAULT_KEEP_LOGS']) process.stdout.write(`logs are kept in ${folder}\n`);
  else await rm(folder, { recursive: true, force: true });
}

/** The environment without settings of a Feedflow on this machine. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { API_TOKEN: _token, API_READ_TOKEN: _readToken, LOG_LEVEL: _level, ...rest } = env;
  return rest;
}

async function readLogs(file: string): Promise<LogLine[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = JSON.parse(line) as LogLine;
      return typeof parsed.msg === 'string' ? [parsed] : [];
    } catch {
      // A message of Node, or a partially written line.
      return [];
    }
  });
}

/** How many lines a process logged whose message matches. */
export async function countLines(one: Process, pattern: RegExp): Promise<number> {
  return (await one.logs()).filter(({ msg }) => pattern.test(msg)).length;
}

/** The status of a response of a process, such as of /health/ready; undefined if it does not respond. */
export async function statusOf(one: Process, path: string): Promise<number | undefined> {
  const response = await fetch(one.url + path).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status;
}

/** Polls `look` until it returns true. @throws Error naming `what` after `timeoutMs` */
export async function waitFor(what: string, timeoutMs: number, look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`timeout after ${timeoutMs} ms while waiting for ${what}`);
}
