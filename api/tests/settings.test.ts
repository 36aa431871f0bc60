import { storeSettings } from '@feedflow/shared/process/effective-settings';
import { createLog } from '@feedflow/shared/process/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());

const setting = { name: 'BATCH_SIZE', value: '500', isSecret: false, isChanged: true };

test('lists what the newest process of each kind has stored', async () => {
  expect((await api.get('/api/settings')).body).toEqual({ items: [] });
  const deps = {
    database: api.database,
    clock: api.clock,
    log: createLog('test', { level: 'silent', pretty: false }),
  };
  await storeSettings(deps, { process: 'worker', settings: [] });
  await storeSettings(deps, { process: 'worker', settings: [setting] });
  await storeSettings(deps, { process: 'api', settings: [] });
  const { status, body } = await api.get('/api/settings');
  expect(status).toBe(200);
  expect(body.items).toEqual([
    { process: 'api', host: expect.any(String), startedAt: expect.any(String), settings: [] },
    { process: 'worker', host: expect.any(String), startedAt: expect.any(String), settings: [setting] },
  ]);
});
