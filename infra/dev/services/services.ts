import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClosers } from '@feedflow/shared/process/closers';
import { setAsideLog } from '../processes/log-file.ts';
import { claim } from '../processes/pid-file.ts';
import type { BinaryName } from './binaries.ts';
import { findBinary } from './binary.ts';
import { givenServers, refuseSilentServers } from './external-servers.ts';
import { startMongod } from './mongod.ts';
import { startRedis } from './redis.ts';
import type { Service, ServiceOptions } from './service.ts';

export interface Services {
  mongoUri: string;
  redisUrl: string;
  /** Absent where the URL was given and the server is not ours. */
  mongod?: Service;
  redis?: Service;
  /** Stops what was started; throw-away data is deleted. Safe to call twice. */
  close(): Promise<void>;
}

export interface ServicesOptions {
  /** Holds bin, data, logs and run; usually .feedflow. */
  stateFolder: string;
  /** MONGODB_URI and REDIS_URL name servers to use instead; PATH is where programs are looked for. */
  env: NodeJS.ProcessEnv;
  report(line: string): void;
  /** What MongoDB may hold in memory; the usual is 1, and 0.25 for throw-away servers. */
  cacheGigabytes?: number;
  onUnexpectedExit?(message: string): void;
  signal?: AbortSignal;
}

/** The options for this repository and this process's environment. */
export function repositoryServices(): ServicesOptions {
  return {
    stateFolder: join(import.meta.dirname, '../../../.feedflow'),
    env: process.env,
    report: (line) => process.stderr.write(`${line}\n`),
  };
}

type Kind = 'mongod' | 'redis';
type Placement = Pick<ServiceOptions, 'folder' | 'logFile' | 'pidFile' | 'preferredPort' | 'throwAway'>;

const PREFERRED_PORTS: Record<Kind, number> = { mongod: 27_390, redis: 6_390 };
const BINARIES: Record<Kind, BinaryName> = { mongod: 'mongod', redis: 'redis-server' };
const STARTERS = { mongod: startMongod, redis: startRedis };

/**
 * MongoDB and Redis whose data outlives this process, under `stateFolder`/data. One process at a time.
 *
 * @param what the command that asks, for the message to a second one
 * @throws FeedflowError 'service-unavailable'
 */
export async function persistentServices(options: ServicesOptions, what: string): Promise<Services> {
  const { stateFolder } = options;
  const { mongoUri, redisUrl } = givenServers(options.env);
  const allGiven = mongoUri !== undefined && redisUrl !== undefined;
  const release = allGiven ? async () => {} : await claim(join(stateFolder, 'run', 'services.json'), what);
  const place = async (kind: Kind): Promise<Placement> => {
    const logFile = join(stateFolder, 'logs', `${kind}.log`);
    await setAsideLog(logFile);
    return {
      folder: join(stateFolder, 'data', kind),
      logFile,
      pidFile: join(stateFolder, 'run', `${kind}.json`),
      preferredPort: PREFERRED_PORTS[kind],
      throwAway: false,
    };
  };
  return startMissing(options, place, release);
}

/** MongoDB and Redis of a test's own: empty, on free ports, in temporary folders that are deleted at the end. */
export function throwAwayServices(options: ServicesOptions): Promise<Services> {
  return startMissing(options, throwAwayPlace, async () => {});
}

/** A throw-away server alone, whatever the environment names: for a test that stops, kills and restarts it. */
export function throwAwayService(kind: Kind, options = repositoryServices()): Promise<Service> {
  return startOne(kind, throwAwayPlace, options);
}

async function throwAwayPlace(kind: Kind): Promise<Placement> {
  return { folder: await mkdtemp(join(tmpdir(), `feedflow-${kind}-`)), throwAway: true };
}

async function startMissing(
  options: ServicesOptions,
  place: (kind: Kind) => Promise<Placement>,
  release: () => Promise<void>,
): Promise<Services> {
  const given = givenServers(options.env);
  const closers = createClosers();
  closers.add('claim', release);
  const started: Partial<Record<Kind, Service>> = {};
  const running: Service[] = [];
  closers.add('servers', () => Promise.all(running.map((service) => service.close())));

  const start = async (kind: Kind): Promise<void> => {
    const service = await startOne(kind, place, options);
    running.push(service);
    started[kind] = service;
  };
  const results = await Promise.allSettled([
    refuseSilentServers(given),
    given.mongoUri ? undefined : start('mongod'),
    given.redisUrl ? undefined : start('redis'),
  ]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await closers.close();
    throw failed.reason;
  }
  return {
    mongoUri: given.mongoUri ?? started.mongod?.url ?? '',
    redisUrl: given.redisUrl ?? started.redis?.url ?? '',
    ...started,
    close: async () => {
      await closers.close();
    },
  };
}

async function startOne(
  kind: Kind,
  place: (kind: Kind) => Promise<Placement>,
  options: ServicesOptions,
): Promise<Service> {
  const binFolder = join(options.stateFolder, 'bin');
  const binary = await findBinary(BINARIES[kind], { ...options, binFolder });
  return STARTERS[kind]({ ...(await place(kind)), ...options, binary });
}
