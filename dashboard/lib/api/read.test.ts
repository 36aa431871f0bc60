import { expect, test, vi } from 'vitest';
import { startServer } from '../../tests/local-server.ts';
import { createRead, type ReadRequest } from './read.ts';

const request: ReadRequest = {
  name: 'getRun',
  method: 'GET',
  path: '/api/thing?x=1',
  body: undefined,
  as: 'json',
};

async function reading(status: number, body: string, timeoutMs = 5_000) {
  const server = await startServer((_, response) => {
    if (status === 0) return;
    response.writeHead(status, { 'x-request-id': 'req-1' }).end(body);
  });
  const faultOf = (_: string, value: unknown) => (value === null ? 'count: is missing' : null);
  return createRead({ baseUrl: server.url, timeoutMs, faultOf })(request);
}

test('returns a valid response as it was sent: dates stay strings', async () => {
  const sent = { at: '2026-11-24T12:00:00.000Z', count: 3 };
  expect(await reading(200, JSON.stringify(sent))).toEqual(sent);
});

test('a request for text returns text, whatever it looks like', async () => {
  const server = await startServer((_, response) => response.end('{"b": <i>'));
  const read = createRead({ baseUrl: server.url, timeoutMs: 5_000 });
  expect(await read({ ...request, as: 'text' })).toBe('{"b": <i>');
});

test.each([
  ['of another shape', 'null', 'count'],
  ['that is not JSON', '<html>', 'JSON'],
])('reports a response %s, with the fault and the request id', async (_, body, wrong) => {
  await expect(reading(200, body)).rejects.toMatchObject({
    code: 'response-unexpected',
    requestId: 'req-1',
    message: expect.stringContaining(wrong),
  });
});

test('returns the API’s own error', async () => {
  const error = { code: 'run-unknown', message: 'no such run', requestId: 'req-2', details: { runId: 'x' } };
  await expect(reading(404, JSON.stringify({ error }))).rejects.toMatchObject({ status: 404, ...error });
});

test('reports an error page that is not the API’s by its status', async () => {
  await expect(reading(500, '<html>')).rejects.toMatchObject({
    status: 500,
    code: 'http-error',
    temporary: true,
  });
});

test('a request without a response fails after the timeout', async () => {
  await expect(reading(0, '', 50)).rejects.toMatchObject({ status: 0, code: 'timeout', temporary: true });
});

test.each([
  ['breaks off', 'unreachable'],
  ['does not end', 'timeout'],
])('a response that %s fails as one that never came', async (how, code) => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{', () => how === 'breaks off' && response.destroy());
  });
  const trouble = vi.fn();
  const read = createRead({ baseUrl: server.url, timeoutMs: 200, onTrouble: trouble });
  await expect(read(request)).rejects.toMatchObject({ name: 'ApiFailure', status: 0, code });
  expect(trouble).toHaveBeenCalledOnce();
});
