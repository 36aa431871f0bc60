import { expect, test } from 'vitest';
import { pickSettings, type SettingName, settings } from '../settings.ts';
import { parseEnv } from './env.ts';

test('uses defaults for settings that are not set or empty', () => {
  expect(
    parseEnv(pickSettings('BATCH_SIZE', 'LOG_LEVEL', 'FETCH_ALLOW_PRIVATE_HOSTS'), { BATCH_SIZE: '' }),
  ).toEqual({
    BATCH_SIZE: 200,
    LOG_LEVEL: 'info',
    FETCH_ALLOW_PRIVATE_HOSTS: false,
  });
});

test('reports all faults at once, each with its name, the value and what is expected', () => {
  const schema = pickSettings('MONGODB_URI', 'BATCH_SIZE', 'LOG_LEVEL', 'API_PORT');
  expect(() => parseEnv(schema, { BATCH_SIZE: '0', LOG_LEVEL: 'loud', API_PORT: '80.5' })).toThrowError(
    expect.objectContaining({
      code: 'settings-invalid',
      details: {
        faults: [
          'MONGODB_URI is not set: must be a mongodb:// or mongodb+srv:// URL that names a database',
          'BATCH_SIZE is "0": must be a whole number from 1 to 5000',
          'LOG_LEVEL is "loud": must be trace, debug, info, warn, error, fatal or silent',
          'API_PORT is "80.5": must be a whole number from 0 to 65535',
        ],
      },
    }),
  );
});

test('does not repeat a secret', () => {
  const read = () =>
    parseEnv(pickSettings('API_TOKEN', 'MONGODB_URI'), {
      API_TOKEN: 'hunter2',
      MONGODB_URI: 'http://me:pw@h/d',
    });
  expect(read).toThrowError(/API_TOKEN is set: must be 16 to 500 printable characters/);
  expect(read).not.toThrowError(/hunter2|pw/);
});

test.each([
  ['DASHBOARD_URL', 'https://me:pa55@jobs.test'],
  ['DASHBOARD_URL', 'https://me:pa/55@jobs.test'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://me:pa55@collector.test'],
  ['API_URL', 'http://me:pa55@api.test'],
  ['API_CORS_ORIGINS', 'https://a.test,https://me:pa55@b.test'],
] as const)('does not repeat the password in a URL: %s', (name, value) => {
  const read = () => parseEnv(pickSettings(name), { [name]: value });
  expect(read).toThrowError(new RegExp(`^${name} is set: must `));
  expect(read).not.toThrowError(/55/);
});

test('every setting that is too long, or has characters that nothing takes, says what is allowed', () => {
  const names = Object.keys(settings) as SettingName[];
  for (const value of ['x'.repeat(5_000), '\n']) {
    for (const name of names) {
      const read = () => parseEnv(pickSettings(name), { [name]: value });
      // Any text may be the name of a file.
      if (name === 'FEEDS_FILE') expect(read).not.toThrowError();
      else expect(read, name).toThrowError(/^[A-Z_]+ is (set|".*"): must (be|have) /s);
    }
  }
});

test.each([
  ['Feedflow (+https://jobs.test/about)', true],
  ['Feedflow für Zürich', true],
  ['Feedflow – Stellenmarkt', false],
  ['Feedflow\r\nX-Admin: 1', false],
])('a User-Agent has what a header may have: %j', (value, fits) => {
  expect(settings.FETCH_USER_AGENT.safeParse(value).success).toBe(fits);
});

test.each([
  ['redis://:pass%2Fword@cache.test:6379/0', true],
  ['rediss://cache.test', true],
  ['http://cache.test', false],
  ['redis://:pass/word@cache.test', false],
  ['redis://:pass%word@cache.test', false],
  ['redis://me%:40@cache.test', false],
  ['redis://cache.test:99999', false],
  ['redis://cache.test/feedflow', false],
])('a Redis URL can be read by its client: %s', (url, fits) => {
  const { success, error } = settings.REDIS_URL.safeParse(url);
  expect(success).toBe(fits);
  if (!fits) expect(error?.issues).toHaveLength(1);
});

test.each([
  ['smtps://me:pass%25@mail.test', true],
  // Its client takes a password that it cannot decode as it is.
  ['smtp://me:pass%@mail.test', true],
  ['smtp://me:pass/word@mail.test', false],
])('the URL of a mail server can be read by its client: %s', (url, fits) => {
  expect(settings.ALERT_SMTP_URL.safeParse(url).success).toBe(fits);
});

test.each([
  ['http://api.test:4000/base/', true],
  ['http://api.test/?a=b', false],
  ['http://api.test/#a', false],
])('the API has no query or fragment in its URL: %s', (url, fits) => {
  expect(settings.API_URL.safeParse(url).success).toBe(fits);
});

test.each([
  ['mongodb://127.0.0.1:27017/feedflow', true],
  ['mongodb://a:1,b:2/feedflow?replicaSet=rs0', true],
  ['mongodb+srv://cluster.test/feedflow', true],
  ['mongodb://127.0.0.1:27017', false],
  ['mongodb://127.0.0.1:27017/?replicaSet=rs0', false],
  ['redis://127.0.0.1', false],
])('a MongoDB URL must name a database: %s', (uri, fits) => {
  expect(settings.MONGODB_URI.safeParse(uri).success).toBe(fits);
});
