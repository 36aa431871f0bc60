import { effectiveSettings, storeSettings } from '@feedflow/shared/process/effective-settings';
import { createLog } from '@feedflow/shared/process/log';
import { settingsOf } from '@feedflow/shared/settings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());

const setting = { name: 'WORKER_CONCURRENCY', value: '8', isSecret: false, isChanged: true };

test('lists what the newest process of each kind has stored', async () => {
  expect((await api.get('/api/settings')).body).toEqual({ items: [] });
  const deps = {
    database: api.database,
    clock: api.clock,
    log: createLog('test', { level: 'silent', pretty: false }),
  };
  await storeSettings(deps, 'worker', {});
  await storeSettings(deps, 'worker', { WORKER_CONCURRENCY: 8 });
  await storeSettings(deps, 'api', {});
  const ofWorker = effectiveSettings({ WORKER_CONCURRENCY: 8 }, settingsOf.worker);
  expect(ofWorker).toContainEqual(setting);
  const { status, body } = await api.get('/api/settings');
  expect(status).toBe(200);
  expect(body.items).toEqual([
    {
      process: 'api',
      host: expect.any(String),
      startedAt: expect.any(String),
      settings: effectiveSettings({}, settingsOf.api),
    },
    { process: 'worker', host: expect.any(String), startedAt: expect.any(String), settings: ofWorker },
  ]);
});
