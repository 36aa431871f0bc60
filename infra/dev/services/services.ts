import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closers } from '@feedflow/shared/process/closers';
import { setAsideLog } from '../processes/log-file.ts';
import { acquireLock } from '../processes/pid-file.ts';
import type { BinaryName } from './binaries.ts';
import { findBinary } from './binary.ts';
import { checkExternalServers, externalServers } from './external-servers.ts';
import { startMongod } from './mongod.ts';
import { startRedis } from './redis.ts';
import type { Service, ServiceOptions } from './service.ts';

export interface Services {
  mongoUri: string;
  redisUrl: string;
  /** Absent if the URL names an external server. */
  mongod?: Service;
  redis?: Service;
  /** Stops what was started; throw-away data is deleted. Safe to call twice. */
  close(): Promise<void>;
}

export interface ServicesOptions {
  /** Contains bin, data, logs and run; usually .feedflow. */
  stateFolder: string;
  /** MONGODB_URI and REDIS_URL name servers to use instead; programs are searched on the PATH. */
  env: NodeJS.ProcessEnv;
  report(line: string): void;
  /** The cache of MongoDB. @default `cacheGigabytes()`, and 0.25 for throw-away servers */
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
 * @param what the command, for the message to a second one
 * @throws FeedflowError 'service-unavailable'
 */
export async function persistentServices(options: ServicesOptions, what: string): Promise<Services> {
  const { stateFolder } = options;
  const { mongoUri, redisUrl } = externalServers(options.env);
  const allExternal = mongoUri !== undefined && redisUrl !== undefined;
  const release = allExternal
    ? async () => {}
    : await acquireLock(join(stateFolder, 'run', 'services.json'), what);
  const placement = async (kind: Kind): Promise<Placement> => {
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
  return startMissing(options, placement, release);
}

/**
 * MongoDB and Redis for one test: empty, on free ports, in temporary folders that are deleted at the end.
 *
 * @param parent the temporary folders are made there
 */
export function throwAwayServices(options: ServicesOptions, parent?: string): Promise<Services> {
  return startMissing(
    options,
    (kind) => throwAwayPlacement(kind, parent),
    async () => {},
  );
}

/**
 * A single throw-away server, regardless of the environment: for a test that stops, kills and restarts it.
 *
 * @param parent its temporary folder is made there
 */
export function throwAwayService(
  kind: Kind,
  options = repositoryServices(),
  parent?: string,
): Promise<Service> {
  return startOne(kind, () => throwAwayPlacement(kind, parent), options);
}

async function throwAwayPlacement(kind: Kind, parent = tmpdir()): Promise<Placement> {
  return { folder: await mkdtemp(join(parent, `feedflow-${kind}-`)), throwAway: true };
}

async function startMissing(
  options: ServicesOptions,
  placement: (kind: Kind) => Promise<Placement>,
  release: () => Promise<void>,
): Promise<Services> {
  const external = externalServers(options.env);
  const closers = new Closers();
  closers.add('lock', release);
  const started: Partial<Record<Kind, Service>> = {};
  const running: Service[] = [];
  closers.add('servers', () => Promise.all(running.map((service) => service.close())));

  const start = async (kind: Kind): Promise<void> => {
    const service = await startOne(kind, placement, options);
    running.push(service);
    started[kind] = service;
  };
  const results = await Promise.allSettled([
    checkExternalServers(external),
    external.mongoUri ? undefined : start('mongod'),
    external.redisUrl ? undefined : start('redis'),
  ]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await closers.close();
    throw failed.reason;
  }
  return {
    mongoUri: external.mongoUri ?? started.mongod?.url ?? '',
    redisUrl: external.redisUrl ?? started.redis?.url ?? '',
    ...started,
    close: async () => {
      await closers.close();
    },
  };
}

async function startOne(
  kind: Kind,
  placement: (kind: Kind) => Promise<Placement>,
  options: ServicesOptions,
): Promise<Service> {
  const binFolder = join(options.stateFolder, 'bin');
  const binary = await findBinary(BINARIES[kind], { ...options, binFolder });
  return STARTERS[kind]({ ...(await placement(kind)), ...options, binary });
}
