import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type StartedServer, startLoopbackServer } from '../../testing/sample-feeds/loopback-server.ts';
import { createSampleFeeds } from '../../testing/sample-feeds/server.ts';
import { createSandbox, type Sandbox } from '../../testing/suite/sandbox.ts';

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
});
/** As OTLP over HTTP sends them in JSON. */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({
        attributes: z.array(
          z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }),
        ),
      }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

const spans: (z.infer<typeof span> & { service: string })[] = [];
/** The attributes of each service that sent spans. */
const services = new Map<string, Record<string, string | undefined>>();
const children: ChildProcess[] = [];
const feeds = createSampleFeeds();
const token = 'planted-token-of-the-api';
let collector: StartedServer;
let sandbox: Sandbox;
let feedsUrl: string;

beforeAll(async () => {
  sandbox = await createSandbox();
  feedsUrl = (await feeds.start()).url;
  collector = await startLoopbackServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/v1/traces') collect(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await feeds.close();
  await collector.close();
  await sandbox.close();
});

function collect(body: string): void {
  for (const { resource, scopeSpans } of exported.parse(JSON.parse(body)).resourceSpans) {
    const about = Object.fromEntries(resource.attributes.map(({ key, value }) => [key, value.stringValue]));
    const service = about['service.name'] ?? '';
    services.set(service, about);
    for (const one of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...one, service });
  }
}

/** Starts a process as in production and waits until it is ready; `stop` waits for its end. */
async function launch(script: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../..', script)], {
    env: {
      PATH: process.env['PATH'],
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      FETCH_ALLOW_PRIVATE_HOSTS: 'true',
      ...sandbox.env,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  await expect.poll(() => output).toMatch(/ ready"/);
  const ended = once(child, 'exit');
  return {
    stop: async () => {
      child.kill('SIGTERM');
      expect((await ended)[0], output).toBe(0);
    },
  };
}

async function launchApi() {
  const port = String(await getPort());
  const api = await launch('api/src/bin/api.ts', { API_PORT: port, API_TOKEN: token, BATCH_SIZE: '20' });
  const send = async (path: string, body?: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`http://127.0.0.1:${port}${path}`, { headers, ...request })).json();
  };
  return { api, send };
}

test('a run is one trace from its trigger to its end, over all processes, without values', async () => {
  const { api, send } = await launchApi();
  const worker = await launch('pipeline/src/bin/worker.ts', {});
  await send('/api/sources', { name: 'traced', url: feedsUrl + feeds.publish('traced', { records: 50 }) });
  await send('/api/import/run', { source: 'traced' });
  const last = async () => (await send('/api/sources/traced')).lastRun?.status;
  await expect.poll(last).toBe('completed');
  await worker.stop();
  await api.stop();

  const trigger = spans.find(
    ({ name, service }) => service === 'feedflow-api' && name.includes('/api/import/run'),
  );
  const run = spans.filter(({ traceId }) => traceId === trigger?.traceId);
  const namesOf = (service: string) => run.filter((one) => one.service === service).map(({ name }) => name);
  const jobs = namesOf('feedflow-worker').filter((name) => name.startsWith('process '));
  expect(jobs.toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => 'process feedflow-batches'),
    'process feedflow-feeds',
    'process feedflow-runs',
  ]);
  expect(namesOf('feedflow-worker')).toContain('insert jobs');
  expect(namesOf('feedflow-api')).toContain('insert import_logs');
  // The trace is connected: every span except the first has its parent in it.
  const ids = new Set(run.map(({ spanId }) => spanId));
  expect(run.filter(({ parentSpanId }) => !parentSpanId || !ids.has(parentSpanId))).toHaveLength(1);
  // Polls of empty queues create no traces.
  const roots = spans.filter(({ parentSpanId }) => !parentSpanId).map(({ service }) => service);
  expect(new Set(roots)).toEqual(new Set(['feedflow-api']));
  expect(JSON.stringify(spans)).not.toContain(token);
  const commands = spans.flatMap(({ attributes }) => attributes).filter(({ key }) => key === 'db.query.text');
  expect(commands.length).toBeGreaterThan(10);
  expect(JSON.stringify(commands)).not.toContain('traced');
}, 90_000);

test('the spans of a step that failed are errors', async () => {
  const { api, send } = await launchApi();
  const worker = await launch('pipeline/src/bin/worker.ts', {});
  await send('/api/sources', { name: 'missing', url: `${feedsUrl}/missing.xml` });
  await send('/api/import/run', { source: 'missing' });
  await expect.poll(async () => (await send('/api/sources/missing')).lastRun?.status).toBe('failed');
  await worker.stop();
  await api.stop();
  const errors = spans.filter(({ status }) => status.code === 2).map(({ name }) => name);
  expect(new Set(errors)).toEqual(new Set(['process feedflow-feeds']));
}, 90_000);

test('spans come from the service that the environment describes', async () => {
  const port = String(await getPort());
  const api = await launch('api/src/bin/api.ts', {
    API_PORT: port,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging,service.name=named-by-attributes',
  });
  await fetch(`http://127.0.0.1:${port}/api/sources`);
  await api.stop();
  expect(services.get('named-by-attributes')).toMatchObject({
    'deployment.environment.name': 'staging',
    'telemetry.sdk.language': 'nodejs',
  });
}, 90_000);

test('an unreachable collector delays neither the work nor the end of a worker', async () => {
  const worker = await launch('pipeline/src/bin/worker.ts', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await getPort()}`,
  });
  await worker.stop();
});
