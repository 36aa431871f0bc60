import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from '@feedflow/infra/test/sandbox';
import { systemClock } from '@feedflow/shared/clock';
import { createClosers } from '@feedflow/shared/closers';
import { connectAll } from '@feedflow/shared/connect';
import { connectRedis } from '@feedflow/shared/redis/connect';
import { createEventReader } from '@feedflow/shared/redis/event-stream';
import { createRunStarter } from '@feedflow/shared/run/start-run';
import { sourceConfig } from '@feedflow/shared/source';
import { pino } from 'pino';
import { createApp } from '../src/app.ts';
import { startEventHub } from '../src/stream/event-hub.ts';

export const token = 'a-token-of-sixteen-or-more';

/** The whole API on a free port, with a database and a Redis prefix of its own and three sources. */
export async function serveApi(options: { token?: string } = {}) {
  const closers = createClosers();
  const log = pino({ level: 'silent' });
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const settings = {
    MONGODB_URI: sandbox.mongoUri,
    REDIS_URL: sandbox.redisUrl,
    REDIS_PREFIX: sandbox.redisPrefix,
    BOOT_TIMEOUT_MS: 10_000,
  };
  const connections = await connectAll({ log, closers }, { ...settings, name: 'api-test', mode: 'failFast' });
  const blocking = await connectRedis(
    { log },
    { url: sandbox.redisUrl, mode: 'patient', bootTimeoutMs: 10_000, name: 'api-test-events' },
  );
  closers.add('events', () => blocking.disconnect());
  const reader = createEventReader({ redis: connections.redis, blocking }, { prefix: sandbox.redisPrefix });
  const hub = await startEventHub({ reader, log });
  closers.add('hub', () => hub.close());
  const starter = createRunStarter(
    { ...connections, clock: systemClock, log },
    { batchSize: 200, fetchAttempts: 3, batchAttempts: 5 },
  );
  const { app, endStreams } = createApp(
    {
      ...connections,
      pingRedis: () => connections.redis.ping(),
      starter,
      hub,
      reader,
      clock: systemClock,
      log,
    },
    { token: options.token, defaultIntervalMinutes: 60, batchAttempts: 5 },
  );
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.add('server', () => {
    endStreams();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  await connections.database.sources.upsert(
    [
      sourceConfig.parse({ name: 'acme', url: 'https://feeds.test/acme' }),
      sourceConfig.parse({ name: 'beta', url: 'https://feeds.test/beta', schedule: '5 * * * *' }),
      sourceConfig.parse({ name: 'off', url: 'https://feeds.test/off', enabled: false }),
    ],
    systemClock(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...connections, sandbox, url, endStreams, close: () => closers.close(), ...createClient(url) };
}

export type ServedApi = Awaited<ReturnType<typeof serveApi>>;

/** What an answer holds, for tests to look into. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asserts on
type Body = any;

function createClient(url: string) {
  async function answer(response: Response): Promise<{ status: number; headers: Headers; body: Body }> {
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  }
  return {
    get: async (path: string, headers: Record<string, string> = {}) =>
      answer(await fetch(url + path, { headers })),
    post: async (path: string, body: unknown, headers: Record<string, string> = {}) =>
      answer(
        await fetch(url + path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
}
