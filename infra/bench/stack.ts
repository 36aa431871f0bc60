import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { Closers } from '@feedflow/shared/process/closers';
import { connectAll } from '@feedflow/shared/process/connections';
import { createLog } from '@feedflow/shared/process/log';
import { startRun } from '@feedflow/shared/run/start-run';
import getPort from 'get-port';
import { type Child, startChild } from '../dev/processes/child.ts';
import { workerArgs, workerEnv } from '../dev/processes/process-args.ts';
import { cacheGigabytes } from '../dev/services/mongod.ts';
import { throwAwayServices } from '../dev/services/services.ts';

const root = join(import.meta.dirname, '../..');

export interface BenchOptions {
  workers: number;
  batchSize: number;
  maxBatchSize: number;
  workerConcurrency: number;
  /** Further settings of the workers. */
  env?: Record<string, string>;
}

/** Throw-away services, the sample feed server and real worker processes; `close` ends all of them. */
export async function startStack(options: BenchOptions, report: (line: string) => void) {
  const closers = new Closers();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-bench-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const services = await throwAwayServices({
    stateFolder: join(root, '.feedflow'),
    env: process.env,
    report,
    // A real server has a larger cache than one for tests, which would read and write the same data repeatedly.
    cacheGigabytes: cacheGigabytes(),
  });
  closers.add('services', () => services.close());
  const env = {
    ...process.env,
    MONGODB_URI: services.mongoUri,
    REDIS_URL: services.redisUrl,
    LOG_LEVEL: 'warn',
    FETCH_ALLOW_PRIVATE_HOSTS: 'true',
    WORKER_CONCURRENCY: String(options.workerConcurrency),
    SAMPLE_FEEDS_PORT: String(await getPort()),
    ...options.env,
  };
  const start = async (name: string, args: readonly string[], own = {}): Promise<Child> => {
    const logFile = join(folder, `${name}.log`);
    const child = await startChild({
      name,
      command: process.execPath,
      args,
      env: { ...env, ...own },
      cwd: root,
      logFile,
    });
    closers.add(name, () => child.stop(5_000));
    return child;
  };
  const feeds = await start('sample-feeds', ['infra/testing/sample-feeds/main.ts']);
  const workers: Child[] = [];
  for (let n = 1; n <= options.workers; n += 1)
    workers.push(await start(`worker-${n}`, workerArgs, workerEnv));

  const log = createLog('test', { level: 'silent', pretty: false });
  const connections = await connectAll(
    { log, closers },
    { ...env, REDIS_PREFIX: 'feedflow', BOOT_TIMEOUT_MS: 20_000, name: 'bench', mode: 'patient' },
  );
  const runDeps = { ...connections, clock: systemClock, log };
  const { batchSize, maxBatchSize } = options;
  const runOptions = { batchSize, maxBatchSize, fetchAttempts: 1, batchAttempts: 5 };
  const feedsUrl = `http://127.0.0.1:${env.SAMPLE_FEEDS_PORT}`;
  const processes = [
    ...workers.map((worker) => ({ name: worker.name, pid: worker.pid })),
    { name: 'mongod', pid: services.mongod?.pid },
    { name: 'redis', pid: services.redis?.pid },
    { name: 'sample-feeds', pid: feeds.pid },
  ].flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }]));
  return {
    ...connections,
    mongoUri: services.mongoUri,
    /** Starts an import by hand. */
    startImport: (source: Pick<Source, 'name' | 'url'>, choice?: { full?: boolean }) =>
      startRun(runDeps, runOptions, source, 'manual', choice),
    feedsUrl,
    processes,
    close: () => closers.close(),
  };
}

export type Stack = Awaited<ReturnType<typeof startStack>>;
