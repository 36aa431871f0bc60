import { request } from 'node:http';
import { ReadinessGate } from '@feedflow/shared/process/health';
import type { SideServer } from '@feedflow/shared/process/side-server';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHealthServer } from '../../src/health-server.ts';

let readiness: ReadinessGate;
let server: SideServer;
let port: number;
beforeEach(async () => {
  readiness = new ReadinessGate();
  port = await getPort();
  server = await startHealthServer({ readiness }, { host: '127.0.0.1', port });
});
afterEach(() => server.close());

async function ask(path: string, init?: RequestInit) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, body: await response.json() };
}
const up = async () => 'PONG';

test('a process is live from its start, and ready once its services respond', async () => {
  expect(await ask('/health/live')).toMatchObject({ status: 200 });
  expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { status: 'starting' } });
  readiness.setPhase('migrating');
  expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { status: 'migrating' } });
  readiness.open({ mongodb: up, redis: up });
  expect(await ask('/health/ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', services: { mongodb: { status: 'up' }, redis: { status: 'up' } } },
  });
});

test('with a service unavailable or silent it is live but not ready, and says which', async () => {
  let pinged = 0;
  const silent = () => {
    pinged += 1;
    return new Promise(() => undefined);
  };
  readiness.open({ mongodb: silent, redis: () => Promise.reject(new Error('refused')) });
  expect(await ask('/health/live')).toMatchObject({ status: 200 });
  expect(pinged).toBe(0);
  expect(await ask('/health/ready')).toMatchObject({
    status: 503,
    body: {
      status: 'degraded',
      services: {
        mongodb: { status: 'down', error: expect.stringMatching(/no response/) },
        redis: { status: 'down', error: 'refused' },
      },
    },
  });
});

test('caches a result for a second, so that frequent checks do not load the services', async () => {
  let pinged = 0;
  const count = async () => {
    pinged += 1;
  };
  readiness.open({ redis: count });
  const startedAt = performance.now();
  for (let round = 0; round < 30; round += 1) await Promise.all([ask('/health/ready'), ask('/health/ready')]);
  expect(pinged).toBeLessThanOrEqual(1 + Math.floor((performance.now() - startedAt) / 1_000));
  await expect
    .poll(
      async () => {
        await ask('/health/ready');
        return pinged;
      },
      { timeout: 75_000 },
    )
    .toBeGreaterThan(1);
});

test('once it stops it is not ready, whatever its services say', async () => {
  readiness.open({ mongodb: up, redis: up });
  readiness.close();
  expect(await ask('/health/ready')).toMatchObject({ status: 503, body: { status: 'stopping' } });
  expect(await ask('/health/live')).toMatchObject({ status: 200 });
});

test('anything else is refused', async () => {
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/health/live', { method: 'POST' })).status).toBe(405);
});

/** The status of the response to a request for another name than 127.0.0.1. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`http://127.0.0.1:${port}/health/live`, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

test('on a loopback address it serves only names of this machine', async () => {
  expect(await statusFor(`localhost:${port}`)).toBe(200);
  expect(await statusFor('evil.example')).toBe(421);
});

test('a port that is taken is named with the settings', async () => {
  await expect(startHealthServer({ readiness }, { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'settings-invalid',
    message: expect.stringMatching(/HEALTH_PORT.*taken/),
  });
});
