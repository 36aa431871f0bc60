import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { MongoClient } from 'mongodb';
import { findBinary } from '../../dev/services/binary.ts';
import { type Service, startService } from '../../dev/services/service.ts';
import { repositoryServices } from '../../dev/services/services.ts';

/** A throw-away mongod without a replica set, as after a default installation. */
export async function startStandaloneMongod(): Promise<Service> {
  const options = repositoryServices();
  const binary = await findBinary('mongod', { ...options, binFolder: join(options.stateFolder, 'bin') });
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-standalone-'));
  const port = await getPort();
  const url = `mongodb://127.0.0.1:${port}/feedflow`;
  const args = [
    '--dbpath',
    folder,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--wiredTigerCacheSizeGB',
    '0.25',
    '--nounixsocket',
    '--quiet',
  ];
  const isReady = async () => {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
    try {
      await client.db().command({ ping: 1 });
      return true;
    } finally {
      await client.close();
    }
  };
  try {
    return await startService(
      { name: 'mongod', url, port, args, isReady },
      { ...options, binary, folder, throwAway: true },
    );
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
