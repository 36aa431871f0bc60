import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startOnFreePort } from './port.ts';
import { type Service, type ServiceOptions, startService } from './service.ts';

/**
 * A Redis on 127.0.0.1 with the settings that BullMQ needs: when memory is full it refuses writes rather
 * than evict a job, and its append-only file loses at most a second.
 */
export function startRedis(options: ServiceOptions, settings: Record<string, string> = {}): Promise<Service> {
  return startOnFreePort(options.preferredPort, (port) =>
    startService(
      {
        name: 'redis',
        url: `redis://127.0.0.1:${port}`,
        port,
        args: redisArguments(port, options.folder, settings),
        isReady: () => respondsToPing(port),
      },
      options,
    ),
  );
}

function redisArguments(port: number, folder: string, extra: Record<string, string>): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    bind: '127.0.0.1',
    dir: join(folder),
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...extra,
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function respondsToPing(port: number): Promise<boolean> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}
