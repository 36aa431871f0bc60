import type { Redis } from 'ioredis';
import type { RedisFacts } from '../system-health.ts';

/** Asks Redis about itself by INFO, which providers allow where they forbid CONFIG. */
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
  const names = String(await redis.client('LIST')).matchAll(/ name=(\S*)/g);
  const connected = Array.from(names, (match) => match[1]);
  const count = (name: ProcessName) => connected.filter((one) => one === connectionName(prefix, name)).length;
  return { scheduler: count('scheduler'), worker: count('worker'), api: count('api') };
}
