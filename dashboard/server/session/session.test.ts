import { SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { bodyOf, startServer } from '../../tests/local-server.ts';
import type { LoginSettings } from '../settings.ts';
import { createAttempts } from './attempts.ts';
import { guarded } from './guard.ts';
import { logIn, logOut } from './log-in.ts';
import { noteLogin, noteLogout } from './note-login.ts';
import { openSession, sealSession } from './token.ts';

const PASSWORD = 'correct horse battery';
const READ_PASSWORD = 'only looking around';
const login: LoginSettings = {
  password: PASSWORD,
  readPassword: READ_PASSWORD,
  sessionHours: 2,
  sessionSecret: 'a secret of more than thirty-two characters',
};
const settings = { apiUrl: 'http://api.test', apiToken: null, login, open: false };
const HERE = 'http://dashboard.test';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function post(body: unknown, headers: Record<string, string> = {}): Request {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  const own = {
    'content-type': 'application/json',
    'content-length': length,
    'x-forwarded-for': '192.0.2.1',
  };
  return new Request(`${HERE}/api/session`, { method: 'POST', body: text, headers: { ...own, ...headers } });
}
const enter = (password: unknown, headers = {}, to?: string, attempts = createAttempts()) =>
  logIn(post({ password, to }, headers), settings, attempts);
const cookieOf = (answer: Response): string => answer.headers.get('set-cookie') ?? '';
const asCookie = (token: string) => ({ cookie: `theme=dark; feedflow_session=${token}` });

test.each([
  [PASSWORD, 'command'],
  [READ_PASSWORD, 'read'],
])('the password %j lets in, for as long as the settings say, to %s', async (password, role) => {
  const answer = await enter(password, {}, '/runs?status=failed#top');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ to: '/runs?status=failed#top' });
  const [, token = ''] =
    /^feedflow_session=([^;]+); Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$/.exec(cookieOf(answer)) ?? [];
  expect(await openSession(token, login)).toBe(role);
});

test('over https the cookie stays on https and on this host', async () => {
  const answer = await enter(PASSWORD, { 'x-forwarded-proto': 'https' });
  expect(cookieOf(answer)).toMatch(/^__Host-feedflow_session=.*; Secure$/);
});

test.each([['wrong'], [''], [`${PASSWORD} `], ['x'.repeat(5_000)]])(
  'the password %j is refused',
  async (password) => {
    const answer = await enter(password);
    expect(answer.status).toBe(401);
    expect((await answer.json()).error.code).toBe('password-wrong');
    expect(cookieOf(answer)).toBe('');
  },
);

test.each([
  ['a password that is no text', { password: [PASSWORD] }],
  ['no object', [PASSWORD]],
  ['a body beyond all measure', { password: 'x'.repeat(9_000) }],
])('%s is no login', async (_, body) => {
  expect((await logIn(post(body), settings, createAttempts())).status).toBe(400);
});

test('a login that another site sends is refused', async () => {
  expect((await enter(PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await enter(PASSWORD, { 'content-type': 'text/plain' })).status).toBe(403);
});

test('after ten wrong passwords an address waits, the right one included; another address does not', async () => {
  const attempts = createAttempts();
  for (let n = 0; n < 10; n += 1) expect((await enter('wrong', {}, '/', attempts)).status).toBe(401);
  const refused = await enter(PASSWORD, {}, '/', attempts);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
  expect((await enter(PASSWORD, { 'x-forwarded-for': '192.0.2.2' }, '/', attempts)).status).toBe(200);
});

test('an address that makes itself up anew for each try is stopped as well', async () => {
  const attempts = createAttempts();
  const from = (n: number) => ({ 'x-forwarded-for': `10.0.${n >> 8}.${n & 255}` });
  for (let n = 0; n < 200; n += 1) await enter('wrong', from(n), '/', attempts);
  expect((await enter(PASSWORD, from(200), '/', attempts)).status).toBe(429);
});

test('a right password takes the wrong ones before it back', async () => {
  const attempts = createAttempts();
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 9; n += 1) await enter('wrong', {}, '/', attempts);
    expect((await enter(PASSWORD, {}, '/', attempts)).status).toBe(200);
  }
});

test('a session ends with its time, with either password and with the secret', async () => {
  const token = await sealSession('read', login);
  expect(await openSession(token, login)).toBe('read');
  expect(await openSession(token, { ...login, password: 'another password' })).toBeNull();
  expect(await openSession(token, { ...login, readPassword: 'another password' })).toBeNull();
  expect(
    await openSession(token, { ...login, sessionSecret: 'another secret of thirty-two characters' }),
  ).toBeNull();
  vi.useFakeTimers({ now: Date.now() + 2 * 3_600_000 + 1_000 });
  expect(await openSession(token, login)).toBeNull();
});

test('without a secret in the settings the process makes one up and keeps it', async () => {
  const without = { ...login, sessionSecret: null };
  expect(await openSession(await sealSession('command', without), without)).toBe('command');
});

test('a token that was changed, is unsigned, or signed by somebody else opens nothing', async () => {
  const token = await sealSession('read', login);
  const [head = '', body = '', signature = ''] = token.split('.');
  const command = Buffer.from(
    JSON.stringify({ role: 'command', exp: 9_999_999_999, iss: 'feedflow-dashboard' }),
  );
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const foreign = await new SignJWT({ role: 'command' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('feedflow-dashboard')
    .setExpirationTime('1 hour')
    .sign(new TextEncoder().encode('some other key, which nobody here has given'));
  const forged = [
    `${head}.${command.toString('base64url')}.${signature}`,
    `${unsigned}.${body}.`,
    foreign,
    'x',
    '',
  ];
  for (const one of forged) expect(await openSession(one, login)).toBeNull();
});

test('logging out takes the cookie away, and only where the dashboard itself asks for it', () => {
  const ask = (headers = {}) =>
    logOut(
      new Request(`${HERE}/api/session`, {
        method: 'DELETE',
        headers: { 'content-type': 'application/json', ...headers },
      }),
    );
  expect(cookieOf(ask())).toBe('feedflow_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
  expect(ask({ 'sec-fetch-site': 'cross-site' }).status).toBe(403);
});

test.each([
  ['GET', null, 401, 'login-required'],
  ['POST', null, 401, 'login-required'],
  ['GET', 'read', 200, null],
  ['POST', 'read', 403, 'session-read-only'],
  ['DELETE', 'read', 403, 'session-read-only'],
  ['POST', 'command', 200, null],
] as const)('%s for who is logged in as %s: %i', async (method, role, status, code) => {
  vi.stubEnv('DASHBOARD_PASSWORD', PASSWORD);
  vi.stubEnv('DASHBOARD_READ_PASSWORD', READ_PASSWORD);
  vi.stubEnv('DASHBOARD_SESSION_SECRET', login.sessionSecret ?? '');
  const handle = guarded(async () => Response.json({ reached: true }));
  const headers = role ? asCookie(await sealSession(role, login)) : { cookie: 'feedflow_session=made.it.up' };
  const answer = await handle(new Request(`${HERE}/api/sources`, { method, headers }));
  expect(answer.status).toBe(status);
  expect((await answer.json()).error?.code ?? null).toBe(code);
});

/** An API that keeps the logins it is told of. */
async function auditApi() {
  const told: { session: unknown; address: unknown; body: unknown }[] = [];
  const server = await startServer(async (request, response) => {
    const { headers } = request;
    told.push({
      session: headers['x-feedflow-session'],
      address: headers['x-feedflow-session-address'],
      body: JSON.parse(await bodyOf(request)),
    });
    response.writeHead(204).end();
  });
  return { told, settings: { ...settings, apiUrl: server.url } };
}

test('a login, a refused one and a logout are reported, with a session that they share and the address', async () => {
  const { told, settings: own } = await auditApi();
  const attempts = createAttempts();
  const refused = post({ password: 'wrong' });
  await noteLogin(refused, await logIn(refused, own, attempts), own);
  const request = post({ password: PASSWORD });
  const answer = await logIn(request, own, attempts);
  await noteLogin(request, answer, own);
  const [cookie = ''] = cookieOf(answer).split(';');
  const headers = { cookie, 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' };
  const leaving = new Request(`${HERE}/api/session`, { method: 'DELETE', headers });
  await noteLogout(leaving, logOut(leaving), own);
  const session = expect.stringMatching(/^dashboard:command:[0-9a-f]{8}$/);
  const address = '192.0.2.1';
  expect(told).toEqual([
    { session: 'dashboard', address, body: { event: 'logIn', outcome: 'password-wrong' } },
    { session, address, body: { event: 'logIn', outcome: 'done' } },
    { session, address, body: { event: 'logOut', outcome: 'done' } },
  ]);
  expect(told[1]?.session).toBe(told[2]?.session);
});

test('of a flood of refused logins a few are reported, and a logout of nobody is not', async () => {
  const { told, settings: own } = await auditApi();
  const refused = () => Response.json({}, { status: 401 });
  for (let n = 0; n < 50; n += 1) await noteLogin(post({ password: 'wrong' }), refused(), own);
  expect(told.length).toBeLessThanOrEqual(10);
  const before = told.length;
  const leaving = post({});
  await noteLogout(leaving, Response.json({}), own);
  await noteLogin(post({}), Response.json({}, { status: 400 }), own);
  expect(told).toHaveLength(before);
});

test('where no password is set nobody is asked', async () => {
  vi.stubEnv('DASHBOARD_PASSWORD', '');
  const handle = guarded(async () => Response.json({}));
  expect((await handle(new Request(`${HERE}/api/sources`, { method: 'POST' }))).status).toBe(200);
  expect((await logIn(post({ password: '' }), { ...settings, login: null }, createAttempts())).status).toBe(
    404,
  );
});
