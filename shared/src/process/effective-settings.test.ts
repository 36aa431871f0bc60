import { expect, test } from 'vitest';
import { pickSettings, type SettingName, settings, settingsOf } from '../settings.ts';
import { effectiveSettings } from './effective-settings.ts';
import { parseEnv } from './env.ts';

const services = { MONGODB_URI: 'mongodb://u:pass-1@db/feedflow', REDIS_URL: 'redis://:pass-2@cache' };
const shown = (env: Record<string, string>, names: SettingName[]) =>
  effectiveSettings(parseEnv(pickSettings(...names), env), names);

test('values are texts, and say whether they differ from the default', () => {
  const env = { BATCH_SIZE: '500', WORKER_QUEUES: 'fetch,batches', HEALTH_PORT: '0' };
  const names = ['BATCH_SIZE', 'WORKER_QUEUES', 'HEALTH_PORT', 'API_TRUST_PROXY', 'DASHBOARD_URL'] as const;
  expect(shown(env, [...names]).map(({ name, value, isChanged }) => [name, value, isChanged])).toEqual([
    ['BATCH_SIZE', '500', true],
    ['WORKER_QUEUES', 'fetch,batches', true],
    ['HEALTH_PORT', '0', false],
    ['API_TRUST_PROXY', 'false', false],
    ['DASHBOARD_URL', null, false],
  ]);
});

test('a secret says whether it is set', () => {
  const env = { API_TOKEN: 'secret-secret-secret' };
  expect(shown(env, ['API_TOKEN', 'API_READ_TOKEN'])).toEqual([
    { name: 'API_TOKEN', value: null, isSecret: true, isChanged: true },
    { name: 'API_READ_TOKEN', value: null, isSecret: true, isChanged: false },
  ]);
});

test('user names and passwords in URLs are left out', () => {
  const [traces] = shown({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pass-3@traces.test/a@b' }, [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
  ]);
  expect(traces?.value).toBe('https://…@traces.test/a@b');
});

test('every process has its settings, each once, and none has a password of the services', () => {
  for (const names of Object.values(settingsOf)) {
    const all = shown(services, [...names]);
    expect(all.map(({ name }) => name)).toEqual(names);
    expect(JSON.stringify(all)).not.toMatch(/pass-[12]/);
  }
  expect(Object.keys(settings).length).toBeGreaterThan(50);
});
