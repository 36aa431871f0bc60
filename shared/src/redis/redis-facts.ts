import { Cluster, type Redis } from 'ioredis';
import type { RedisFacts } from '../model/system-health.ts';

/** Reads the state of Redis by INFO, which providers allow where they forbid CONFIG. */
export async function readRedisFacts(redis: Redis): Promise<RedisFacts> {
  const info = new Map(
    (await redis.info()).split('\r\n').flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  const maxMemoryBytes = Number(info.get('maxmemory') ?? 0);
  return {
    version: info.get('redis_version') ?? '',
    usedMemoryBytes: Number(info.get('used_memory') ?? 0),
    maxMemoryBytes: maxMemoryBytes > 0 ? maxMemoryBytes : null,
    maxMemoryPolicy: info.get('maxmemory_policy') ?? '',
    appendOnly: info.get('aof_enabled') === '1',
  };
}

/** A cluster's client passes for one of a single Redis: see connectRedis. */
export function nodesOf(redis: Redis): Redis[] {
  const client: unknown = redis;
  return client instanceof Cluster ? client.nodes('master') : [redis];
}

export type ProcessName = 'scheduler' | 'worker' | 'api';

/** What a process calls its connection, so that the processes of one installation can be counted. */
export function connectionName(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

/**
 * Counts the processes of an installation by their connections.
 *
 * @throws where the server, as some providers' do, has no CLIENT LIST for us
 */
export async function countProcesses(redis: Redis, prefix: string): Promise<Record<ProcessName, number>> {
  const nodes = nodesOf(redis);
  const lists = await Promise.all(
    nodes.map(async (node) =>
      Array.from(String(await node.client('LIST')).matchAll(/ name=(\S*)/g), (match) => match[1]),
    ),
  );
  // A process has a connection to each node of a cluster that it had to do with.
  const count = (name: ProcessName) =>
    Math.max(...lists.map((list) => list.filter((one) => one === connectionName(prefix, name)).length));
  return { scheduler: count('scheduler'), worker: count('worker'), api: count('api') };
}
