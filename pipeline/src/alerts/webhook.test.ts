import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import type { Alert } from '@feedflow/shared/alerts/alert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postAlert } from './webhook.ts';

const alert: Alert = {
  alertId: 'a1',
  kind: 'run-failed',
  source: 'acme',
  runId: '665f1c2ab7e4d90012ab34cd',
  at: '2026-01-31T12:15:00.000Z',
  message: 'acme failed: HTTP 404',
  environment: null,
};
const paths: string[] = [];
let receiver: StartedServer;

beforeAll(async () => {
  receiver = await startLoopbackServer((request, response) => {
    paths.push(request.url ?? '');
    if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' }).end();
    // Else it never responds.
  });
});
afterAll(() => receiver.close());

async function refusal(path: string, timeoutMs?: number): Promise<unknown> {
  const target = { url: receiver.url + path, secret: 'a-secret-of-sixteen', format: 'feedflow' as const };
  const post = postAlert(timeoutMs === undefined ? target : { ...target, timeoutMs }, alert, null, {
    now: new Date(),
  });
  return post.catch((error: unknown) => error);
}

test('a receiver that does not respond in time is tried again later', async () => {
  expect(await refusal('/silent', 50)).toMatchObject({
    code: 'alert-not-sent',
    message: 'the webhook cannot be reached: TimeoutError',
  });
});

test('a redirect is not followed: the alert is for its receiver alone', async () => {
  expect(await refusal('/moved')).toMatchObject({
    code: 'alert-not-sent',
    message: 'the webhook responded with 307, expected 2xx',
  });
  expect(paths).not.toContain('/elsewhere');
});
