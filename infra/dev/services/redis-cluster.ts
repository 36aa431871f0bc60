import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Closers } from '@feedflow/shared/process/closers';
import { Redis } from 'ioredis';
import { findBinary } from './binary.ts';
import { startRedis } from './redis.ts';
import { repositoryServices } from './services.ts';

const NODES = 3;
const SLOTS = 16_384;
const READY_TIMEOUT_MS = 30_000;

/** A throw-away Redis Cluster of three nodes on loopback. @returns the url of one node */
export async function startRedisCluster(
  options = repositoryServices(),
): Promise<{ url: string; close(): Promise<void> }> {
  const binFolder = join(options.stateFolder, 'bin');
  const binary = await findBinary('redis-server', { ...options, binFolder });
  const closers = new Closers();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-redis-cluster-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  try {
    const nodes: Redis[] = [];
    const urls: string[] = [];
    for (let n = 0; n < NODES; n += 1) {
      const placement = { folder: join(folder, String(n)), throwAway: true };
      const node = await startRedis({ ...options, ...placement, binary }, { 'cluster-enabled': 'yes' });
      closers.add(`node ${n}`, () => node.close());
      const client = new Redis(node.url);
      closers.add(`client ${n}`, () => client.disconnect());
      nodes.push(client);
      urls.push(node.url);
    }
    await joinNodes(nodes, urls);
    return { url: urls[0] as string, close: async () => void (await closers.close()) };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function joinNodes(nodes: Redis[], urls: string[]): Promise<void> {
  const share = Math.ceil(SLOTS / nodes.length);
  for (const [n, node] of nodes.entries()) {
    const last = Math.min(SLOTS, (n + 1) * share) - 1;
    await node.call('CLUSTER', 'ADDSLOTSRANGE', n * share, last).catch(async () => {
      // Redis 6 needs a list of slots.
      const slots = Array.from({ length: last - n * share + 1 }, (_, slot) => n * share + slot);
      await node.call('CLUSTER', 'ADDSLOTS', ...slots);
    });
    await node.call('CLUSTER', 'MEET', '127.0.0.1', new URL(urls[0] as string).port);
  }
  for (const until = performance.now() + READY_TIMEOUT_MS; performance.now() < until; await sleep(100)) {
    const states = await Promise.all(nodes.map(async (node) => String(await node.call('CLUSTER', 'INFO'))));
    if (states.every((state) => /cluster_state:ok/.test(state) && /cluster_known_nodes:3/.test(state)))
      return;
  }
  throw new Error('the nodes of the Redis Cluster did not find each other');
}
