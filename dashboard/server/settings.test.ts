import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const PASSWORD = 'correct horse battery';

test('without any setting the API is looked for on its default address, and nobody is asked for a password', () => {
  expect(readSettings({ API_URL: '', API_TOKEN: '', DASHBOARD_PASSWORD: '' })).toEqual({
    apiUrl: 'http://127.0.0.1:4000',
    apiToken: null,
    login: null,
    open: false,
    trustProxy: false,
  });
});

test('all wrong settings are named at once, with what they got, but never a secret', () => {
  const secrets = { API_TOKEN: 'secret', DASHBOARD_PASSWORD: 'secret', DASHBOARD_SESSION_SECRET: 'secret' };
  const read = () => readSettings({ API_URL: 'ftp://x', DASHBOARD_PORT: '99999', ...secrets });
  expect(read).toThrow(/API_URL is "ftp:\/\/x": must be an http or https URL.*DASHBOARD_PORT is "99999"/);
  expect(read).toThrow(/DASHBOARD_PASSWORD is set: must have at least 12 characters/);
  expect(read).toThrow(/DASHBOARD_SESSION_SECRET is set: must have at least 32 characters/);
  expect(read).not.toThrow(/"secret"/);
});

test('a slash at the end of API_URL does not double', () => {
  expect(readSettings({ API_URL: 'http://api:4000/' }).apiUrl).toBe('http://api:4000');
});

test('a dashboard that others can reach needs a password, or to be told that it is open', () => {
  const DASHBOARD_HOST = '0.0.0.0';
  expect(() => readSettings({ DASHBOARD_HOST })).toThrow(/DASHBOARD_PASSWORD is not set.*0\.0\.0\.0/);
  expect(readSettings({ DASHBOARD_HOST, DASHBOARD_PASSWORD: PASSWORD }).login?.sessionHours).toBe(12);
  expect(readSettings({ DASHBOARD_HOST, DASHBOARD_OPEN: 'true' }).open).toBe(true);
  expect(readSettings({ DASHBOARD_HOST: '127.0.0.1' }).login).toBeNull();
});

test.each([
  ['alone', {}],
  ['beside the same password for everything', { DASHBOARD_PASSWORD: PASSWORD }],
])('a password for reading is refused %s', (_, env) => {
  expect(() => readSettings({ ...env, DASHBOARD_READ_PASSWORD: PASSWORD })).toThrow(
    /DASHBOARD_READ_PASSWORD/,
  );
});
