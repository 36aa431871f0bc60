import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { createIdempotencyKeys } from '@feedflow/shared/mongo/idempotency-keys';
import { createLog } from '@feedflow/shared/process/log';
import Koa from 'koa';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createIdempotency } from '../src/commands/idempotency.ts';
import { errors } from '../src/middleware/errors.ts';
import { type RequestState, requestId } from '../src/middleware/request-id.ts';
import { closeServer, startServer } from '../src/server.ts';

const START_MS = Date.UTC(2100, 0, 1);
const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let client: MongoClient;
beforeAll(async () => {
  sandbox = await createSandbox();
  client = await MongoClient.connect(sandbox.mongoUri);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await client.close();
  await sandbox.close();
});

/** A command that ends when `end` is called, at an API whose clock is `nowMs`. */
async function serveCommand() {
  const clock = { nowMs: START_MS };
  const { promise, resolve: end } = Promise.withResolvers<void>();
  let performed = 0;
  const idempotency = createIdempotency({
    keys: createIdempotencyKeys(client.db()),
    clock: () => new Date(clock.nowMs),
  });
  const app = new Koa<RequestState>();
  app.use(requestId(createLog('test', { level: 'silent' })));
  app.use(errors());
  app.use(async (ctx) => {
    const identity = { client: 'test', operation: 'slow', request: {} };
    ctx.status = 202;
    ctx.body = await idempotency.once(ctx, identity, async () => {
      performed += 1;
      await promise;
      return { performed };
    });
  });
  const server = await startServer(app.callback(), { host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;
  return {
    clock,
    end,
    hasBegun: () => performed > 0,
    send: async () => {
      const response = await fetch(`http://127.0.0.1:${port}`, { headers: { 'Idempotency-Key': 'slow-1' } });
      return (await response.json()) as { performed?: number; code?: string };
    },
    close: () => closeServer(server),
  };
}

test('a command that takes longer than a minute is performed once', async () => {
  const { clock, end, hasBegun, send, close } = await serveCommand();
  const held = client.db().collection<{ heldUntil: Date }>('idempotency_keys');
  const heldUntilMs = async () => (await held.findOne())?.heldUntil.getTime() ?? 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const first = send();
  while (!hasBegun()) await sleep(5);
  for (let passed = 1; passed <= 9; passed += 1) {
    clock.nowMs = START_MS + (passed * MINUTE_MS) / 3;
    const before = await heldUntilMs();
    vi.advanceTimersByTime(MINUTE_MS / 3);
    while ((await heldUntilMs()) <= before) await sleep(5);
  }
  expect(await send()).toMatchObject({ code: 'idempotency-key-in-use' });
  end();
  expect(await first).toEqual({ performed: 1 });
  expect(await send()).toEqual({ performed: 1 });
  await close();
});
