import type { LoginSettings, Settings } from '../server/settings.ts';

export const PASSWORD = 'correct horse battery';
export const READ_PASSWORD = 'only looking around';
export const HERE = 'http://dashboard.test';

export const login: LoginSettings = {
  password: PASSWORD,
  readPassword: READ_PASSWORD,
  sessionHours: 2,
  sessionSecret: 'a secret of more than thirty-two characters',
};

/** The settings of a dashboard without a login, with overrides. */
export function settingsWith(given: Partial<Settings>): Settings {
  return { apiUrl: 'http://api.test', apiToken: null, login: null, open: false, trustProxy: false, ...given };
}

/** A login as a browser sends it. */
export function loginRequest(body: unknown, headers: Record<string, string> = {}): Request {
  const text = JSON.stringify(body);
  const own = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    'x-forwarded-for': '192.0.2.1',
  };
  return new Request(`${HERE}/api/session`, { method: 'POST', body: text, headers: { ...own, ...headers } });
}

/** A logout as a browser sends it. */
export function logoutRequest(headers: Record<string, string> = {}): Request {
  const own = { 'content-type': 'application/json' };
  return new Request(`${HERE}/api/session`, { method: 'DELETE', headers: { ...own, ...headers } });
}

export const asCookie = (token: string) => ({ cookie: `theme=dark; feedflow_session=${token}` });

/** The request headers with the cookies that a response sets. */
export function cookiesOf(response: Response): { cookie: string } {
  return {
    cookie: response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; '),
  };
}
