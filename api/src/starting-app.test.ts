import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ReadinessGate } from '@feedflow/shared/process/health';
import { createLog } from '@feedflow/shared/process/log';
import { expect, onTestFinished, test } from 'vitest';
import { createStartingApp } from './starting-app.ts';

test('a request that is refused while the API starts is logged with the reason, without a stack', async () => {
  const lines: string[] = [];
  const log = createLog('api', { level: 'info', destination: { write: (line) => void lines.push(line) } });
  const app = createStartingApp(
    { log, readiness: new ReadinessGate() },
    { token: undefined, corsOrigins: [] },
  );
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/api/jobs`)).status).toBe(503);
  await expect.poll(() => lines.length).toBe(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    code: 'service-unavailable',
    reason: 'the API is not ready: starting',
    msg: 'request failed',
  });
  expect(lines.join('')).not.toContain('stack');
});
