import { afterEach, expect, test, vi } from 'vitest';
import {
  cookiesOf,
  login,
  loginRequest,
  logoutRequest,
  PASSWORD,
  READ_PASSWORD,
  settingsWith,
} from '../../tests/login-requests.ts';
import { createAttempts } from './attempts.ts';
import { logIn, logOut } from './log-in.ts';
import { createRefusedLogins, type RefusedLogin } from './refused-logins.ts';
import { openSession } from './token.ts';

const settings = settingsWith({ login });
const newDeps = () => ({
  attempts: createAttempts(),
  refusedLogins: { record: vi.fn<(one: RefusedLogin) => void>() },
});
const enter = (password: unknown, headers = {}, to?: string, deps = newDeps()) =>
  logIn(loginRequest({ password, to }, headers), settings, deps);
const from = (address: string) => ({ 'x-forwarded-for': address });

afterEach(() => void vi.useRealTimers());

test.each([
  [PASSWORD, 'command'],
  [READ_PASSWORD, 'read'],
])('the password %j gives the role %s for the configured time', async (password, role) => {
  const response = await enter(password, {}, '/runs?status=failed#top');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ to: '/runs?status=failed#top' });
  const [session = '', browser = ''] = response.headers.getSetCookie();
  const [, token = ''] =
    /^feedflow_session=([^;]+); Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$/.exec(session) ?? [];
  expect(await openSession(token, login)).toMatchObject({ role });
  expect(browser).toMatch(/^feedflow_browser=[^;]+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('with https the cookies are secure and bound to this host', async () => {
  const response = await enter(PASSWORD, { 'x-forwarded-proto': 'https' });
  const [session, browser] = response.headers.getSetCookie();
  expect(session).toMatch(/^__Host-feedflow_session=.*; Secure$/);
  expect(browser).toMatch(/^__Host-feedflow_browser=.*; Secure$/);
});

test.each([['wrong'], [''], [`${PASSWORD} `], ['x'.repeat(5_000)]])(
  'the password %j is refused',
  async (password) => {
    const response = await enter(password);
    expect(response.status).toBe(401);
    expect((await response.json()).error.code).toBe('password-wrong');
    expect(response.headers.getSetCookie()).toEqual([]);
  },
);

test.each([
  ['a password that is no text', { password: [PASSWORD] }],
  ['no object', [PASSWORD]],
  ['a body beyond all measure', { password: 'x'.repeat(9_000) }],
])('%s is no login', async (_, body) => {
  expect((await logIn(loginRequest(body), settings, newDeps())).status).toBe(400);
});

test('refuses a login sent by another site', async () => {
  expect((await enter(PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await enter(PASSWORD, { 'content-type': 'text/plain' })).status).toBe(403);
});

test('a dashboard without a password has no login', async () => {
  expect((await logIn(loginRequest({ password: '' }), settingsWith({}), newDeps())).status).toBe(404);
});

test('delays a client after five wrong passwords, but not other clients or known browsers', async () => {
  const deps = newDeps();
  const known = cookiesOf(await enter(PASSWORD, {}, '/', deps));
  for (let n = 0; n < 5; n += 1) expect((await enter('wrong', {}, '/', deps)).status).toBe(401);
  const refused = await enter(PASSWORD, {}, '/', deps);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await refused.json()).error.message).toContain('Try again in 1 second.');
  expect((await enter(PASSWORD, from('192.0.2.2'), '/', deps)).status).toBe(200);
  expect((await enter(PASSWORD, known, '/', deps)).status).toBe(200);
});

test('the token of a known browser gives no access, and must be signed', async () => {
  const { cookie } = cookiesOf(await enter(PASSWORD));
  const mark = cookie.split('feedflow_browser=')[1] ?? '';
  expect(await openSession(mark, login)).toBeNull();
  const [, session = ''] = /feedflow_session=([^;]+)/.exec(cookie) ?? [];
  const deps = newDeps();
  for (let n = 0; n < 5; n += 1) await enter('wrong', {}, '/', deps);
  for (const forged of [session, `${mark}x`, 'x.y.z', '']) {
    const headers = { cookie: `feedflow_browser=${forged}` };
    expect((await enter(PASSWORD, headers, '/', deps)).status).toBe(429);
  }
});

test('identifies an IPv6 client by its network, not its address', async () => {
  const deps = newDeps();
  for (let n = 0; n < 5; n += 1) await enter('wrong', from(`2001:db8::${n}`), '/', deps);
  expect((await enter('wrong', from('2001:db8::9'), '/', deps)).status).toBe(429);
  expect((await enter('wrong', from('2001:db8:0:1::9'), '/', deps)).status).toBe(401);
});

test('records each refused login with its address and the number of wrong passwords', async () => {
  const deps = newDeps();
  const address = '198.51.100.7';
  for (let n = 0; n < 6; n += 1) await enter('a wrong guess', from(`spoofed, ${address}`), '/', deps);
  const recorded = deps.refusedLogins.record.mock.calls.map(([one]) => one);
  expect(recorded.map(({ wrongPasswords }) => wrongPasswords)).toEqual([1, 2, 3, 4, 5, 5]);
  expect(recorded.at(-1)).toMatchObject({ address, code: 'too-many-requests' });
  expect(JSON.stringify(recorded)).not.toContain('guess');
});

test('logs a flood in a few lines and one with the number of the others', () => {
  vi.useFakeTimers();
  const lines: [string, object][] = [];
  const refusedLogins = createRefusedLogins((message, facts) => lines.push([message, facts]));
  for (let n = 0; n < 5_000; n += 1) {
    const code = 'password-wrong' as const;
    refusedLogins.record({ address: `10.0.${n >> 8}.${n & 255}`, wrongPasswords: 1, code, requestId: 'r' });
  }
  expect(lines).toHaveLength(20);
  expect(lines[0]).toEqual(['a login was refused', expect.objectContaining({ address: '10.0.0.0' })]);
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(21);
  expect(lines[20]).toEqual(['more logins were refused', { refused: 4_980, addresses: 1_000 }]);
  vi.advanceTimersByTime(600_000);
  expect(lines).toHaveLength(21);
});

test('logging out removes the cookie, only on requests of the dashboard itself', async () => {
  const out = await logOut(logoutRequest(), settings);
  expect(out.headers.getSetCookie()).toEqual([
    'feedflow_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
  ]);
  expect((await logOut(logoutRequest({ 'sec-fetch-site': 'cross-site' }), settings)).status).toBe(403);
});
