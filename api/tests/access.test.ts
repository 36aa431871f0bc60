import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkExposure } from '../src/settings.ts';
import { type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ token });
});
afterAll(() => api.close());

test.each([
  ['nothing', {}],
  ['a wrong token', { Authorization: 'Bearer another-token-of-that-length' }],
  ['a token of another length', { Authorization: 'Bearer x' }],
  ['another scheme', { Authorization: `Basic ${token}` }],
  ['the token and more', { Authorization: `Bearer ${token} x` }],
])('%s is a 401 on every route but health', async (_name, headers) => {
  for (const path of ['/api/import-logs', '/api/sources', '/api/import-logs/stream', '/api/nothing']) {
    const answer = await api.get(path, headers as Record<string, string>);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(JSON.stringify(answer.body)).not.toContain(token);
  }
  expect((await api.post('/api/import/run', {}, headers as Record<string, string>)).status).toBe(401);
  expect((await api.get('/health')).status).toBe(200);
});

test('a token in the query is not a token', async () => {
  expect((await api.get(`/api/import-logs?token=${token}`)).status).toBe(401);
});

test('the right token opens it', async () => {
  expect((await api.get('/api/import-logs', { Authorization: `Bearer ${token}` })).status).toBe(200);
});

test('without a token the API refuses to be open to a network', () => {
  expect(() => checkExposure({ API_HOST: '0.0.0.0', API_TOKEN: undefined })).toThrowError(
    /API_TOKEN is not set/,
  );
  expect(() => checkExposure({ API_HOST: '0.0.0.0', API_TOKEN: token })).not.toThrow();
  expect(() => checkExposure({ API_HOST: '127.0.0.1', API_TOKEN: undefined })).not.toThrow();
});
