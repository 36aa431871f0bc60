import { totalmem } from 'node:os';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { startOnFreePort } from './port.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';

const REPLICA_SET = 'feedflow';
/** The maximum size of the replication history, which a single node does not need. */
const OPLOG_MEGABYTES = 512;
const LEAST_CACHE_GIGABYTES = 1;
const MOST_CACHE_GIGABYTES = 4;
const THROW_AWAY_CACHE_GIGABYTES = 0.25;
const NOT_YET_INITIALIZED = 94;

/**
 * The cache of a mongod that keeps jobs, in GB: an eighth of the memory, between 1 and 4. MongoDB's own default is half
 * of it, which is too much for a machine that runs everything else too.
 */
export function cacheGigabytes(memoryBytes = memoryOfMachine()): number {
  const eighth = Math.floor((memoryBytes / 8 / 2 ** 30) * 4) / 4;
  return Math.min(Math.max(eighth, LEAST_CACHE_GIGABYTES), MOST_CACHE_GIGABYTES);
}

/** In bytes, within the limit of its control group. */
function memoryOfMachine(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** A mongod on 127.0.0.1 as the primary of a replica set of one, which retryable writes need. */
export function startMongod(options: ServiceOptions): Promise<Service> {
  return startOnFreePort(options.preferredPort, (port) =>
    startService(
      {
        name: 'mongod',
        url: `mongodb://127.0.0.1:${port}/feedflow?replicaSet=${REPLICA_SET}`,
        port,
        args: mongodArguments(port, options),
        isReady: () => becomePrimary(port),
      },
      options,
    ),
  );
}

function mongodArguments(port: number, options: ServiceOptions): string[] {
  const fallback = options.throwAway ? THROW_AWAY_CACHE_GIGABYTES : cacheGigabytes();
  return [
    '--dbpath',
    options.folder,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--replSet',
    REPLICA_SET,
    '--oplogSize',
    String(OPLOG_MEGABYTES),
    '--wiredTigerCacheSizeGB',
    String(options.cacheGigabytes ?? fallback),
    '--setParameter',
    'diagnosticDataCollectionEnabled=false',
    '--nounixsocket',
    '--quiet',
  ];
}

async function becomePrimary(port: number): Promise<boolean> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    const admin = client.db('admin');
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (isWritablePrimary) return true;
    await setMemberAddress(admin, `127.0.0.1:${port}`);
    return false;
  } finally {
    await client.close();
  }
}

/** A replica set stores the addresses of its members, and the port may differ from the last start. */
async function setMemberAddress(admin: Db, host: string): Promise<void> {
  const config = await readConfig(admin);
  if (!config) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
  } else if (config.members[0]?.host !== host) {
    const members = [{ ...config.members[0], host }];
    await admin.command({
      replSetReconfig: { ...config, members, version: config.version + 1 },
      force: true,
    });
  }
}

interface ReplicaSetConfig {
  version: number;
  members: { host: string }[];
}

async function readConfig(admin: Db): Promise<ReplicaSetConfig | undefined> {
  try {
    return (await admin.command({ replSetGetConfig: 1 }))['config'] as ReplicaSetConfig;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}
