import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { throwAwayService } from '@feedflow/infra/dev/services/services';
import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { createLog } from '@feedflow/shared/process/log';
import getPort from 'get-port';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { token } from './served-api.ts';
import { openStream } from './stream-client.ts';

// The API as a process of its own, as it is started in earnest.
let sandbox: Sandbox;
const started: ChildProcess[] = [];
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => sandbox.close());

interface ApiProcess {
  child: ChildProcess;
  url: string;
  log(): string;
  exit: Promise<number | null>;
}

async function startApi(env: Record<string, string> = {}): Promise<ApiProcess> {
  const { child, log, exit } = launch({ MONGODB_URI: sandbox.mongoUri, API_TOKEN: token, ...env });
  await expect.poll(() => log().includes('api ready') || child.exitCode !== null).toBe(true);
  const port = /"port":(\d+)/.exec(log())?.[1];
  if (!port) throw new Error(`the API did not start: ${log()}`);
  return { child, url: `http://127.0.0.1:${port}`, log, exit };
}

function launch(env: Record<string, string>) {
  const main = join(import.meta.dirname, '../src/bin/api.ts');
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'debug',
      API_PORT: '0',
      REDIS_URL: sandbox.redisUrl,
      REDIS_PREFIX: sandbox.redisPrefix,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  return { child, log: () => output, exit };
}

const bearer = { Authorization: `Bearer ${token}` };

test('on SIGTERM it ends its streams and exits cleanly', async () => {
  const api = await startApi();
  const clients = await Promise.all(
    Array.from({ length: 50 }, () => openStream(`${api.url}/api/import-logs/stream`, undefined, bearer)),
  );
  await Promise.all(clients.map((client) => client.next()));
  api.child.kill('SIGTERM');
  await Promise.all(clients.map((client) => client.ended()));
  expect(await api.exit).toBe(0);
});

test('serves metrics of its streams and of the installation on a port of its own', async () => {
  const metricsPort = String(await getPort());
  const api = await startApi({ METRICS_PORT: metricsPort });
  const client = await openStream(`${api.url}/api/import-logs/stream`, undefined, bearer);
  await client.next();
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(text).toContain('\nfeedflow_sse_clients 1\n');
  expect(text).toContain('\nfeedflow_processes{kind="api"} 1\n');
  expect(text).toContain('\nfeedflow_queue_jobs{queue="batches",state="waiting"} 0\n');
  expect((await fetch(`${api.url}/metrics`, { headers: bearer })).status).toBe(404);
  client.close();
});

test('its log has the request id and no secret of a request', async () => {
  const api = await startApi();
  const secret = 'planted-secret-0123456789';
  const response = await fetch(`${api.url}/api/sources`, {
    method: 'POST',
    headers: { ...bearer, 'Content-Type': 'application/json', 'X-Other': secret },
    body: JSON.stringify({ name: 's', url: `https://s.test/f?key=${secret}`, headers: { 'X-Key': secret } }),
  });
  expect(response.status).toBe(201);
  await fetch(`${api.url}/api/sources?key=${secret}`, { headers: { Authorization: `Bearer ${secret}` } });
  await expect.poll(api.log).toContain(response.headers.get('x-request-id'));
  expect(api.log()).not.toContain(secret);
  expect(api.log()).not.toContain(token);
});

test('an internal error is a 500 without details, which the log has under the request id', async () => {
  const api = await startApi();
  const secret = 'planted-secret-9876543210';
  const log = createLog('test', { level: 'silent' });
  const uri = sandbox.mongoUri;
  const mongo = await connectMongo({ log }, { uri, bootTimeoutMs: 10_000, appName: 'test' });
  const sources = mongo.db().collection('sources');
  // Nothing of ours writes a source without headers that are an object.
  await sources.insertOne({ name: 'broken', url: secret, headers: 7, schedule: secret, enabled: true });
  const response = await fetch(`${api.url}/api/sources/broken`, { headers: bearer });
  const text = await response.text();
  await sources.deleteOne({ name: 'broken' });
  await mongo.close();
  expect(response.status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({
    code: 'internal',
    requestId: response.headers.get('x-request-id'),
  });
  expect(text).not.toMatch(/planted-secret|node_modules|\.ts:/);
  await expect.poll(api.log).toContain(response.headers.get('x-request-id'));
});

test.each([
  [{ API_HOST: '0.0.0.0', API_TOKEN: '' }, 'API_TOKEN is not set'],
  [{ API_TOKEN: 'short' }, 'API_TOKEN is set: must be 16'],
  [{ API_CORS_ORIGINS: '*' }, 'API_CORS_ORIGINS'],
])('with %j it does not start, and says why', async (env, reason) => {
  const { log, exit } = launch({ MONGODB_URI: sandbox.mongoUri, ...env });
  expect(await exit).toBe(1);
  expect(log()).toContain(reason);
});

test('during a migration it is live, is not ready and says why; on SIGTERM it exits', async () => {
  const own = await createSandbox();
  const log = createLog('test', { level: 'silent' });
  const mongo = await connectMongo({ log }, { uri: own.mongoUri, bootTimeoutMs: 10_000, appName: 'test' });
  const lease = mongo.db().collection<{ _id: string; holder: string; until: Date }>('schema_migrations');
  await lease.insertOne({ _id: 'lease', holder: 'another:1', until: new Date(Date.now() + 3_600_000) });
  const port = String(await getPort());
  const settings = { MONGODB_URI: own.mongoUri, API_TOKEN: token, API_PORT: port };
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: bearer });
  const readiness = async () => {
    const response = await ask('/health/ready').catch(() => null);
    return response === null ? null : { code: response.status, ...((await response.json()) as object) };
  };

  const first = launch(settings);
  await expect.poll(readiness).toEqual({ code: 503, status: 'migrating' });
  expect((await ask('/health/live')).status).toBe(200);
  const refused = await ask('/api/import-logs');
  expect(refused.headers.get('retry-after')).toBe('5');
  expect({ status: refused.status, ...((await refused.json()) as object) }).toMatchObject({
    status: 503,
    code: 'service-unavailable',
    detail: expect.stringContaining('migrating'),
  });
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(first.log()).not.toContain('"level":60');

  // The next one waits too, until the other process is gone.
  const second = launch(settings);
  await expect.poll(readiness).toEqual({ code: 503, status: 'migrating' });
  await lease.updateOne({ _id: 'lease' }, { $set: { until: new Date(0) } });
  await expect.poll(readiness).toMatchObject({ code: 200, status: 'ready' });
  expect((await ask('/api/import-logs')).status).toBe(200);
  second.child.kill('SIGTERM');
  expect(await second.exit).toBe(0);
  await mongo.close();
  await own.close();
});

test('while MongoDB is unavailable it is live, not ready, and responds with 503; then it recovers', async () => {
  const mongod = await throwAwayService('mongod');
  try {
    const api = await startApi({ MONGODB_URI: mongod.url });
    const status = async (path: string) => (await fetch(api.url + path, { headers: bearer })).status;
    expect(await status('/health/ready')).toBe(200);
    await mongod.stop();
    await expect.poll(() => status('/health/ready')).toBe(503);
    expect(await status('/health/live')).toBe(200);
    await expect.poll(() => status('/api/import-logs'), { timeout: 75_000 }).toBe(503);
    await mongod.start();
    await expect.poll(() => status('/health/ready'), { timeout: 75_000 }).toBe(200);
    await expect.poll(() => status('/api/import-logs'), { timeout: 75_000 }).toBe(200);
    expect(api.child.exitCode).toBeNull();
  } finally {
    await mongod.close();
  }
}, 90_000);
