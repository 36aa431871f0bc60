import { expect, test } from 'vitest';
import { startServer } from '../../tests/local-server.ts';
import { createRead } from './read.ts';
import { createSessionEnd } from './session-end.ts';

test('a session has ended with the first request refused for it, and is back with the next success', async () => {
  let refusal = 'login-required';
  const server = await startServer((_, response) => {
    response.writeHead(refusal === '' ? 200 : 401);
    response.end(JSON.stringify(refusal === '' ? {} : { error: { code: refusal, message: 'no' } }));
  });
  const session = createSessionEnd();
  const seen: boolean[] = [];
  session.subscribe(() => seen.push(session.ended()));
  const read = createRead({
    baseUrl: server.url,
    timeoutMs: 5_000,
    onRefusal: session.report,
    onSuccess: session.resume,
  });
  const request = () =>
    read({ method: 'GET', path: '/api/health', body: undefined, as: 'json' }).catch(() => 0);
  await request();
  await request();
  expect(seen).toEqual([true]);
  refusal = 'unauthorized';
  await request();
  expect(session.ended()).toBe(true);
  // Another tab has logged in.
  refusal = '';
  await request();
  await request();
  expect(seen).toEqual([true, false]);
});
