import { expect, test } from 'vitest';
import { z } from 'zod';
import { startServer } from '../../tests/local-server.ts';
import { createRead } from './read.ts';

const schema = z.object({ at: z.coerce.date(), count: z.number() });

async function reading(status: number, body: string, timeoutMs = 5_000) {
  const server = await startServer((_, response) => {
    if (status === 0) return;
    response.writeHead(status, { 'x-request-id': 'req-1' }).end(body);
  });
  return createRead({ baseUrl: server.url, timeoutMs })('/api/thing?x=1', schema);
}

test('an answer that fits comes back as it was sent: dates stay strings', async () => {
  const sent = { at: '2026-11-24T12:00:00.000Z', count: 3 };
  expect(await reading(200, JSON.stringify(sent))).toEqual(sent);
});

test('an answer of another shape is told, with the field and the request id', async () => {
  await expect(reading(200, '{"at":"2026-11-24","count":"3"}')).rejects.toMatchObject({
    code: 'answer-unexpected',
    requestId: 'req-1',
    message: expect.stringContaining('count'),
  });
});

test('the API’s own error comes through', async () => {
  const error = { code: 'run-unknown', message: 'no such run', requestId: 'req-2', details: { runId: 'x' } };
  await expect(reading(404, JSON.stringify({ error }))).rejects.toMatchObject({ status: 404, ...error });
});

test('an error page that is not the API’s is told by its status', async () => {
  await expect(reading(500, '<html>')).rejects.toMatchObject({
    status: 500,
    code: 'http-error',
    temporary: true,
  });
});

test('a server that never answers is given up after the timeout', async () => {
  await expect(reading(0, '', 50)).rejects.toMatchObject({ status: 0, code: 'timeout', temporary: true });
});
