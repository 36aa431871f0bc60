import { expect, test } from 'vitest';
import { unknownHostFault } from './known-host.ts';
import type { LoginSettings } from './settings.ts';

const fault = (host: string, settings: { login: LoginSettings | null; open: boolean }) =>
  unknownHostFault(new Headers({ host }), settings);
const bare = { login: null, open: false };

test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST', '127.1.2.3'])(
  'a dashboard without a password accepts the host %s',
  (host) => expect(fault(host, bare)).toBeNull(),
);

test.each([
  'evil.test',
  'evil.test:3000',
  '127.0.0.1.evil.test',
  'localhost.evil.test',
  '192.168.1.5:3000',
  '',
  'a b',
])('a dashboard without a password rejects the host %j', (host) =>
  expect(fault(host, bare)).toContain('DASHBOARD_PASSWORD'),
);

test('accepts any host with a password or DASHBOARD_OPEN', () => {
  const login = { password: 'x', readPassword: null, sessionHours: 1, sessionSecret: null };
  expect(fault('jobs.example.com', { login, open: false })).toBeNull();
  expect(fault('jobs.example.com', { ...bare, open: true })).toBeNull();
});
