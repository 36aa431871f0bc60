import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Alert } from '@feedflow/shared/alerts/alert';
import { afterEach, expect, test } from 'vitest';
import { createMailer } from './mail.ts';

const alert: Alert = {
  alertId: 'a1',
  kind: 'run-failed',
  source: 'acme',
  runId: '665f1c2ab7e4d90012ab34cd',
  at: '2026-01-31T12:15:00.000Z',
  message: 'acme failed: HTTP 404',
  environment: null,
};
let server: Server;
afterEach(() => void server.close());

test('a mail server that never ends its response is given up', async () => {
  const closed = Promise.withResolvers<void>();
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 mail.test\r\n');
    let more: NodeJS.Timeout;
    socket.once('data', () => {
      more = setInterval(() => socket.write('250-and\r\n'), 20);
    });
    // On a busy machine it is given up before the first request.
    socket.once('close', () => {
      clearInterval(more);
      closed.resolve();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const to = ['ops@jobs.test'];
  const mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    to,
    from: 'feedflow@jobs.test',
    timeoutMs: 300,
  });
  await expect(mailer.send(alert, to, null)).rejects.toMatchObject({
    code: 'alert-not-sent',
    message: 'the mail was not sent: the mail server took more than 300 ms',
  });
  await closed.promise;
});
