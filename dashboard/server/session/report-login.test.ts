import { expect, test } from 'vitest';
import { bodyOf, startServer } from '../../tests/local-server.ts';
import {
  cookiesOf,
  login,
  loginRequest,
  logoutRequest,
  PASSWORD,
  settingsWith,
} from '../../tests/login-requests.ts';
import { createAttempts } from './attempts.ts';
import { logIn, logOut } from './log-in.ts';
import { createRefusedLogins } from './refused-logins.ts';
import { reportLogin, reportLogout } from './report-login.ts';
import { type Visitor, visitorOf } from './visitor.ts';

/** An API that keeps the reports it gets. */
async function auditApi() {
  const reports: { session: unknown; address: unknown; body: unknown }[] = [];
  const server = await startServer(async (request, response) => {
    const { headers } = request;
    reports.push({
      session: headers['x-feedflow-session'],
      address: headers['x-feedflow-session-address'],
      body: JSON.parse(await bodyOf(request)),
    });
    response.writeHead(204).end();
  });
  return { reports, settings: settingsWith({ apiUrl: server.url, login }) };
}

const createDeps = () => ({
  attempts: createAttempts(),
  refusedLogins: createRefusedLogins(() => undefined),
});

test('reports a login, a refusal and a logout with their shared session and the address', async () => {
  const { reports, settings } = await auditApi();
  const deps = createDeps();
  const refused = loginRequest({ password: 'wrong' });
  await reportLogin(refused, await logIn(refused, settings, deps), settings);
  const request = loginRequest({ password: PASSWORD });
  const response = await logIn(request, settings, deps);
  await reportLogin(request, response, settings);
  const leaving = logoutRequest({ ...cookiesOf(response), 'x-forwarded-for': '192.0.2.1' });
  const visitor = (await visitorOf(leaving.headers, login)) as Visitor;
  await reportLogout(leaving, await logOut(leaving, settings), { visitor, settings });
  const session = expect.stringMatching(/^dashboard:command:[0-9a-f]{8}$/);
  const address = '192.0.2.1';
  expect(reports).toEqual([
    { session: 'dashboard', address, body: { event: 'logIn', outcome: 'password-wrong' } },
    { session, address, body: { event: 'logIn', outcome: 'done' } },
    { session, address, body: { event: 'logOut', outcome: 'done' } },
  ]);
  expect(reports[1]?.session).toBe(reports[2]?.session);
});

test('reports only a few of a flood of refused logins', async () => {
  const { reports, settings } = await auditApi();
  const refused = () => Response.json({}, { status: 401 });
  for (let n = 0; n < 50; n += 1) await reportLogin(loginRequest({ password: 'wrong' }), refused(), settings);
  expect(reports.length).toBeLessThanOrEqual(10);
  const before = reports.length;
  await reportLogin(loginRequest({}), Response.json({}, { status: 400 }), settings);
  expect(reports).toHaveLength(before);
});
