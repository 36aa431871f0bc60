import type { AddressInfo } from 'node:net';
import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { Closers } from '@feedflow/shared/process/closers';
import { connectAll } from '@feedflow/shared/process/connections';
import { ReadinessGate } from '@feedflow/shared/process/health';
import { createLog } from '@feedflow/shared/process/log';
import { connectRedis } from '@feedflow/shared/redis/connect';
import { createEventReader } from '@feedflow/shared/redis/event-stream';

import { type AppOptions, createApp } from '../src/app.ts';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { closeServer, startServer } from '../src/server.ts';
import { createRecentRuns } from '../src/stats/recent-runs.ts';
import { startEventHub } from '../src/stream/event-hub.ts';
import { createResponseCheck, type ResponseCheck } from './response-check.ts';

export const token = 'a-token-of-sixteen-or-more';
export const readToken = 'a-token-that-only-reads';

const defaults: AppOptions = {
  version: '0.0.0',
  environment: null,
  token: undefined,
  readToken: undefined,
  corsOrigins: [],
  requestsPerMinute: 1_000_000,
  trustProxy: false,
  maxStreams: 100,
  maxStreamsPerClient: 100,
  maxExports: 100,
  previewTimeoutMs: 10_000,
  defaultIntervalMinutes: 60,
  batchSize: 200,
  maxBatchSize: 1_000,
  fetchAttempts: 3,
  batchAttempts: 5,
};

/**
 * The whole API on a free port, with a database and a Redis prefix of its own and three sources. Every
 * response to its client is checked against the API's own description.
 */
export async function serveApi(
  options: Partial<AppOptions> = {},
  { textIndex = true, clock = systemClock } = {},
) {
  const closers = new Closers();
  const log = createLog('test', { level: 'silent', pretty: false });
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const settings = {
    ...sandbox.env,
    BOOT_TIMEOUT_MS: 10_000,
  };
  const connections = await connectAll({ log, closers }, { ...settings, name: 'api-test', mode: 'failFast' });
  const blocking = await connectRedis(
    { log },
    { url: sandbox.redisUrl, mode: 'patient', bootTimeoutMs: 10_000, name: `${sandbox.redisPrefix}-events` },
  );
  closers.add('events', () => blocking.disconnect());
  const reader = createEventReader({ redis: connections.redis, blocking }, { prefix: sandbox.redisPrefix });
  const hub = await startEventHub({ reader, log });
  closers.add('hub', () => hub.close());
  const runDeps = { ...connections, clock, log };
  const recentRuns = createRecentRuns({ runFacts: connections.database.runFacts, clock });
  const readiness = new ReadinessGate();
  readiness.open({ mongodb: connections.pingMongo, redis: connections.pingRedis });
  const { app, streams } = createApp(
    { ...runDeps, hub, reader, readiness, recentRuns },
    { ...defaults, ...options },
  );
  const server = await startServer(app.callback(), { host: '127.0.0.1', port: 0 });
  closers.add('server', () => closeServer(server, streams.end));
  if (textIndex) await connections.database.jobSearch.ensureTextIndex();
  await connections.database.sources.upsert(
    [
      sourceConfig.parse({ name: 'acme', url: 'https://feeds.test/acme' }),
      sourceConfig.parse({ name: 'beta', url: 'https://feeds.test/beta', schedule: '5 * * * *' }),
      sourceConfig.parse({ name: 'off', url: 'https://feeds.test/off', enabled: false }),
    ],
    systemClock(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const check = createResponseCheck(
    (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApiDocument,
  );
  return {
    ...connections,
    sandbox,
    url,
    endStreams: streams.end,
    readiness,
    close: () => closers.close(),
    ...createClient(url, check),
  };
}

export type ServedApi = Awaited<ReturnType<typeof serveApi>>;

/** The body of a response, for tests to look into. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asserts on
type Body = any;

type HeaderMap = Record<string, string>;

function createClient(url: string, check: ResponseCheck) {
  async function send(
    method: string,
    path: string,
    body: unknown,
    headers: HeaderMap,
  ): Promise<{ status: number; headers: Headers; text: string; body: Body }> {
    const response = await fetch(url + path, {
      method,
      headers: { ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body:
        body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /^application\/(\w+\+)?json/.test(response.headers.get('content-type') ?? '');
    const parsed = text && isJson ? JSON.parse(text) : null;
    check(method, path, {
      status: response.status,
      type: response.headers.get('content-type'),
      body: parsed,
    });
    return { status: response.status, headers: response.headers, text, body: parsed };
  }
  return {
    get: (path: string, headers: HeaderMap = {}) => send('GET', path, undefined, headers),
    delete: (path: string, headers: HeaderMap = {}) => send('DELETE', path, undefined, headers),
    post: (path: string, body: unknown, headers: HeaderMap = {}) => send('POST', path, body, headers),
    patch: (path: string, body: unknown, headers: HeaderMap = {}) => send('PATCH', path, body, headers),
  };
}
