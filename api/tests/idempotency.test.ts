import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import { HOLD_EVERY_MS } from '@feedflow/shared/mongo/idempotency-keys';
import { createLog } from '@feedflow/shared/process/log';
import Koa from 'koa';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createIdempotency } from '../src/commands/idempotency.ts';
import { errors } from '../src/middleware/errors.ts';
import { type RequestState, requestId } from '../src/middleware/request-id.ts';
import { closeServer, startServer } from '../src/server.ts';
import { type ServedApi, serveApi } from './served-api.ts';

const START_MS = Date.UTC(2100, 0, 1);

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterEach(() => vi.useRealTimers());
afterAll(() => api.close());

/** A command under one key, at an API whose clock is `nowMs`. @param perform gets how often it was performed */
async function serveCommand(key: string, perform: (times: number) => Promise<unknown>) {
  const clock = { nowMs: START_MS };
  const counts = { performed: 0, holds: 0 };
  const keys = api.database.idempotencyKeys;
  const idempotency = createIdempotency({
    keys: {
      ...keys,
      hold: async (id, now) => {
        await keys.hold(id, now);
        counts.holds += 1;
      },
    },
    clock: () => new Date(clock.nowMs),
  });
  const app = new Koa<RequestState>();
  app.use(requestId(createLog('test', { level: 'silent' })));
  app.use(errors());
  app.use(async (ctx) => {
    const identity = { client: 'test', operation: 'test', request: {} };
    ctx.status = 202;
    ctx.body = await idempotency.once(ctx, identity, () => {
      counts.performed += 1;
      return perform(counts.performed);
    });
  });
  const server = await startServer(app.callback(), { host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;
  return {
    clock,
    counts,
    send: async () => {
      const response = await fetch(`http://127.0.0.1:${port}`, { headers: { 'Idempotency-Key': key } });
      return (await response.json()) as { performed?: number; code?: string };
    },
    close: () => closeServer(server),
  };
}

test('a command that takes longer than a minute is performed once', async () => {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const { clock, counts, send, close } = await serveCommand('slow-1', async (performed) => {
    await promise;
    return { performed };
  });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const first = send();
  while (counts.performed === 0) await sleep(5);
  for (let passed = 1; passed <= 9; passed += 1) {
    clock.nowMs = START_MS + passed * HOLD_EVERY_MS;
    vi.advanceTimersByTime(HOLD_EVERY_MS);
    while (counts.holds < passed) await sleep(5);
  }
  expect(await send()).toMatchObject({ code: 'idempotency-key-in-use' });
  end();
  expect(await first).toEqual({ performed: 1 });
  expect(vi.getTimerCount()).toBe(0);
  expect(await send()).toEqual({ performed: 1 });
  await close();
});

test('a command that broke is performed again, and one that was refused is not', async () => {
  const { counts, send, close } = await serveCommand('broken-1', async (times) => {
    throw times === 1
      ? new FeedflowError('service-unavailable', 'MongoDB does not respond')
      : new FeedflowError('request-invalid', 'no such batch');
  });
  expect(await send()).toMatchObject({ code: 'service-unavailable' });
  expect(await send()).toMatchObject({ code: 'request-invalid' });
  expect(await send()).toMatchObject({ code: 'request-invalid' });
  expect(counts.performed).toBe(2);
  await close();
});
