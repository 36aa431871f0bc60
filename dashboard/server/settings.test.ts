import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const PASSWORD = 'correct horse battery';

test('defaults to the standard API address without a password', () => {
  expect(readSettings({ API_URL: '', API_TOKEN: '', DASHBOARD_PASSWORD: '' })).toEqual({
    apiUrl: 'http://127.0.0.1:4000',
    apiToken: null,
    login: null,
    open: false,
    trustProxy: false,
  });
});

test('names all invalid settings at once with their values, but never a secret', () => {
  const secrets = { API_TOKEN: 'secret', DASHBOARD_PASSWORD: 'secret', DASHBOARD_SESSION_SECRET: 'secret' };
  const read = () => readSettings({ API_URL: 'ftp://x', DASHBOARD_PORT: '99999', ...secrets });
  expect(read).toThrow(/API_URL is "ftp:\/\/x": must be an http or https URL.*DASHBOARD_PORT is "99999"/);
  expect(read).toThrow(/DASHBOARD_PASSWORD is set: must have 12 to 500 characters/);
  expect(read).toThrow(/DASHBOARD_SESSION_SECRET is set: must have 32 to 500 characters/);
  expect(read).not.toThrow(/"secret"/);
});

test('ignores a trailing slash in API_URL', () => {
  expect(readSettings({ API_URL: 'http://api:4000/' }).apiUrl).toBe('http://api:4000');
});

test('a dashboard on a public address needs a password or DASHBOARD_OPEN', () => {
  const DASHBOARD_HOST = '0.0.0.0';
  expect(() => readSettings({ DASHBOARD_HOST })).toThrow(/DASHBOARD_PASSWORD is not set.*0\.0\.0\.0/);
  expect(readSettings({ DASHBOARD_HOST, DASHBOARD_PASSWORD: PASSWORD }).login?.sessionHours).toBe(12);
  expect(readSettings({ DASHBOARD_HOST, DASHBOARD_OPEN: 'true' }).open).toBe(true);
  expect(readSettings({ DASHBOARD_HOST: '127.0.0.1' }).login).toBeNull();
});

test.each([
  ['alone', {}],
  ['beside the same password for everything', { DASHBOARD_PASSWORD: PASSWORD }],
])('refuses a read-only password %s', (_, env) => {
  expect(() => readSettings({ ...env, DASHBOARD_READ_PASSWORD: PASSWORD })).toThrow(
    /DASHBOARD_READ_PASSWORD/,
  );
});
