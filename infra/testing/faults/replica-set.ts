import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closers } from '@feedflow/shared/process/closers';
import getPort from 'get-port';
import { MongoClient } from 'mongodb';
import { findBinary } from '../../dev/services/binary.ts';
import { startService } from '../../dev/services/service.ts';
import { repositoryServices } from '../../dev/services/services.ts';
import { waitFor } from './fault-stack.ts';

const NAME = 'three';
const MEMBERS = 3;

export interface ReplicaSet {
  /** Of all members. */
  url: string;
  /** The address of the primary now; null while none is elected. */
  primary(): Promise<string | null>;
  /** Makes the primary a secondary, so that another member becomes the primary. */
  stepDown(): Promise<void>;
  close(): Promise<unknown>;
}

/** A throw-away replica set of three mongod processes, with a primary. */
export async function startReplicaSet(): Promise<ReplicaSet> {
  const options = repositoryServices();
  const binary = await findBinary('mongod', { ...options, binFolder: join(options.stateFolder, 'bin') });
  const closers = new Closers();
  const hosts: string[] = [];
  for (let n = 0; n < MEMBERS; n += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'feedflow-member-'));
    closers.add(folder, () => rm(folder, { recursive: true, force: true }));
    const port = await getPort();
    const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
    const args = ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', NAME];
    const small = ['--oplogSize', '256', '--wiredTigerCacheSizeGB', '0.25', '--nounixsocket', '--quiet'];
    const isReady = () => commandAt(url, { ping: 1 }).then(() => true);
    const member = await startService(
      { name: 'mongod', url, port, args: args.concat(small), isReady },
      { ...options, binary, folder, throwAway: true },
    );
    closers.add(`member ${n}`, () => member.close());
    hosts.push(`127.0.0.1:${port}`);
  }
  const url = `mongodb://${hosts.join(',')}/feedflow?replicaSet=${NAME}`;
  const members = hosts.map((host, _id) => ({ _id, host }));
  // Elections take a second instead of ten.
  const settings = { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 500 };
  await commandAt(direct(hosts[0] ?? ''), { replSetInitiate: { _id: NAME, members, settings } });

  async function primary(): Promise<string | null> {
    const states = await Promise.all(
      hosts.map(async (host) => {
        const { isWritablePrimary } = await commandAt(direct(host), { hello: 1 });
        return isWritablePrimary === true ? host : [];
      }),
    );
    return states.flat()[0] ?? null;
  }
  await waitFor('a primary', 60_000, async () => (await primary()) !== null);
  return {
    url,
    primary,
    async stepDown() {
      const host = await primary();
      if (host === null) return;
      const command = { replSetStepDown: 20, secondaryCatchUpPeriodSecs: 10 };
      // It refuses until another member has all of its writes.
      await waitFor('the primary to step down', 60_000, () =>
        commandAt(direct(host), command).then(
          () => true,
          () => false,
        ),
      );
    },
    close: () => closers.close(),
  };
}

const direct = (host: string): string => `mongodb://${host}/?directConnection=true`;

async function commandAt(url: string, command: Record<string, unknown>) {
  await using client = new MongoClient(url, { serverSelectionTimeoutMS: 2_000 });
  return await client.db('admin').command(command);
}
