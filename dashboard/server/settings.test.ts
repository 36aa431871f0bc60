import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without any setting the API is looked for on its default address, without a token', () => {
  expect(readSettings({ API_URL: '', API_TOKEN: '' } as never)).toEqual({
    apiUrl: 'http://127.0.0.1:4000',
    apiToken: null,
    dashboardPort: 3000,
  });
});

test('all wrong settings are named at once, with what they got, but never the token', () => {
  const env = { API_URL: 'ftp://x', DASHBOARD_PORT: '99999', API_TOKEN: 'secret' };
  const read = () => readSettings(env as never);
  expect(read).toThrow(/API_URL: must be an http or https URL.*"ftp:\/\/x".*DASHBOARD_PORT.*"99999"/);
  expect(read).not.toThrow(/secret/);
});

test('a slash at the end of API_URL does not double', () => {
  expect(readSettings({ API_URL: 'http://api:4000/' } as never).apiUrl).toBe('http://api:4000');
});
