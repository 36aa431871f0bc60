import { SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { bodyOf, startServer } from '../../tests/local-server.ts';
import {
  asCookie,
  HERE,
  login,
  logoutRequest,
  PASSWORD,
  READ_PASSWORD,
  settingsWith,
} from '../../tests/login-requests.ts';
import { forward } from '../forward.ts';
import { createEndedSessions, endedSessions } from './ended-sessions.ts';
import { guarded } from './guard.ts';
import { logOut } from './log-in.ts';
import { sessionKey } from './signing-keys.ts';
import { openSession, sealSession } from './token.ts';
import { visitorOf } from './visitor.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test('a session ends when it expires, or when a password or the secret changes', async () => {
  const token = await sealSession('read', login);
  expect(await openSession(token, login)).toMatchObject({ role: 'read' });
  expect(await openSession(token, { ...login, password: 'another password' })).toBeNull();
  expect(await openSession(token, { ...login, readPassword: 'another password' })).toBeNull();
  expect(
    await openSession(token, { ...login, sessionSecret: 'another secret of thirty-two characters' }),
  ).toBeNull();
  vi.useFakeTimers({ now: Date.now() + 2 * 3_600_000 + 1_000 });
  expect(await openSession(token, login)).toBeNull();
});

test('generates a secret per process if the settings have none', async () => {
  const without = { ...login, sessionSecret: null };
  const token = await sealSession('command', without);
  expect(await openSession(token, without)).toMatchObject({ role: 'command' });
});

test('rejects a modified, unsigned or foreign token', async () => {
  const token = await sealSession('read', login);
  const [head = '', body = '', signature = ''] = token.split('.');
  const command = Buffer.from(
    JSON.stringify({ role: 'command', exp: 9_999_999_999, iss: 'feedflow-dashboard' }),
  );
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const nameless = await new SignJWT({ role: 'command' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('feedflow-dashboard')
    .setExpirationTime('1 hour')
    .sign(sessionKey(login));
  const foreign = await new SignJWT({ role: 'command' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('feedflow-dashboard')
    .setExpirationTime('1 hour')
    .sign(new TextEncoder().encode('some other key, which is not one of ours'));
  const forged = [
    `${head}.${command.toString('base64url')}.${signature}`,
    `${unsigned}.${body}.`,
    foreign,
    nameless,
    'x',
    '',
  ];
  for (const one of forged) expect(await openSession(one, login)).toBeNull();
});

/** An API that responds to every request with this status, and the requests it received. */
async function api(status: number, code = 'session-ended') {
  const requests: { method?: string; session?: unknown; body: string }[] = [];
  const server = await startServer(async (request, response) => {
    const { method, headers } = request;
    requests.push({ method, session: headers['x-feedflow-session-id'], body: await bodyOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify({ error: { code, message: 'it has ended' } }));
  });
  return { requests, settings: settingsWith({ login, apiUrl: server.url, apiToken: 'token' }) };
}

test('rejects a session after logout, and sends its id to the API', async () => {
  const { requests, settings } = await api(204);
  const token = await sealSession('command', login);
  const other = await sealSession('command', login);
  const session = await openSession(token, login);
  const { headers } = new Request(HERE, { headers: asCookie(token) });
  expect(await visitorOf(headers, login)).toMatchObject({ role: 'command' });
  expect((await logOut(logoutRequest(asCookie(token)), settings)).status).toBe(200);
  expect(requests).toEqual([{ method: 'DELETE', session: session?.id, body: '' }]);
  expect(await visitorOf(headers, login)).toBeNull();
  expect(await visitorOf(new Request(HERE, { headers: asCookie(other) }).headers, login)).not.toBeNull();
});

test.each([403, 500])('logs out in this process even if the API responds with %i', async (status) => {
  const { settings } = await api(status);
  const token = await sealSession('command', login);
  expect((await logOut(logoutRequest(asCookie(token)), settings)).status).toBe(200);
  expect(await visitorOf(new Request(HERE, { headers: asCookie(token) }).headers, login)).toBeNull();
});

test('ends a session that was logged out at another process when the API reports it', async () => {
  const { requests, settings } = await api(401);
  const headers = asCookie(await sealSession('command', login));
  const response = await forward(new Request(`${HERE}/api/sources`, { headers }), settings);
  expect([response.status, (await response.json()).error.code]).toEqual([401, 'login-required']);
  expect(requests).toHaveLength(1);
  expect(await visitorOf(new Request(HERE, { headers }).headers, login)).toBeNull();
});

test('a rejected API token ends no session', async () => {
  const { settings } = await api(401, 'unauthorized');
  const headers = asCookie(await sealSession('command', login));
  const response = await forward(new Request(`${HERE}/api/sources`, { headers }), settings);
  expect([response.status, (await response.json()).error.code]).toEqual([401, 'unauthorized']);
  expect(await visitorOf(new Request(HERE, { headers }).headers, login)).not.toBeNull();
});

test('keeps ended sessions until they expire, up to a limit', () => {
  const ended = createEndedSessions(3);
  const expiresAtMs = Date.now() + 60_000;
  for (const id of ['a', 'b', 'c', 'd']) ended.add({ id, expiresAtMs });
  expect(['a', 'b', 'c', 'd'].filter(ended.has)).toEqual(['b', 'c', 'd']);
  vi.useFakeTimers({ now: Date.now() + 61_000 });
  ended.add({ id: 'e', expiresAtMs: Date.now() + 60_000 });
  expect(['a', 'b', 'c', 'd', 'e'].filter(ended.has)).toEqual(['e']);
  expect(endedSessions()).toBe(endedSessions());
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
  const response = await handle(new Request(`${HERE}/api/sources`, { method, headers }));
  expect(response.status).toBe(status);
  expect((await response.json()).error?.code ?? null).toBe(code);
});

test('needs no login without a password', async () => {
  vi.stubEnv('DASHBOARD_PASSWORD', '');
  const handle = guarded(async () => Response.json({}));
  expect((await handle(new Request(`${HERE}/api/sources`, { method: 'POST' }))).status).toBe(200);
});
