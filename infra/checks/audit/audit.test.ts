import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import getPort from 'get-port';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type StartedServer, startLoopbackServer } from '../../testing/sample-feeds/loopback-server.ts';
import { audit } from './audit.ts';

// The real npm, with a registry that sends the response of a test.
let folder: string;
let registry: StartedServer;
let requests: unknown[] = [];
let runs = 0;
let auditResponse: { status: number; body: unknown };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-audit-test-'));
  const packages = {
    '': { name: 'audited', version: '1.0.0', dependencies: { inner: '^1.0.0' } },
    'node_modules/inner': { version: '1.2.3', resolved: 'http://registry.test/inner-1.2.3.tgz' },
  };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'audited', version: '1.0.0', dependencies: { inner: '^1.0.0' } }),
  );
  await writeFile(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'audited', version: '1.0.0', lockfileVersion: 3, requires: true, packages }),
  );
  registry = await startLoopbackServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const path = request.url ?? '';
    if (path.endsWith('/advisories/bulk')) {
      const isPacked = request.headers['content-encoding'] === 'gzip';
      requests.push(JSON.parse((isPacked ? gunzipSync(body) : body).toString()));
    }
    const isAudit = path.includes('/security/');
    response.writeHead(isAudit ? auditResponse.status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAudit ? auditResponse.body : {}));
  });
});
beforeEach(() => {
  requests = [];
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

function run(port = registry.port, more: NodeJS.ProcessEnv = {}) {
  runs += 1;
  const settings = {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    // npm caches advisories.
    npm_config_cache: join(folder, `cache-${runs}`),
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_update_notifier: 'false',
    ...more,
  };
  return audit(folder, { PATH: process.env['PATH'], HOME: folder, ...settings });
}

const advisory = (severity: string) => ({
  inner: [
    {
      id: 1_234,
      url: 'https://github.com/advisories/GHSA-test',
      title: 'Information exposure',
      severity,
      vulnerable_versions: '<2.0.0',
      cwe: ['CWE-200'],
      cvss: { score: 7.5, vectorString: null },
    },
  ],
});

test('an audit without vulnerabilities is clean', async () => {
  auditResponse = { status: 200, body: {} };
  expect(await run()).toEqual({ outcome: 'clean', failing: [], lower: [] });
  expect(requests).toEqual([{ inner: ['1.2.3'] }]);
});

test.each(['high', 'critical'])(
  'a vulnerability of severity %s fails the audit, with its title and link',
  async (severity) => {
    auditResponse = { status: 200, body: advisory(severity) };
    const reason = 'Information exposure (https://github.com/advisories/GHSA-test)';
    expect(await run()).toEqual({
      outcome: 'vulnerable',
      failing: [{ package: 'inner', severity, reason }],
      lower: [],
    });
  },
);

test('a vulnerability of a lower severity is reported and does not fail the audit', async () => {
  auditResponse = { status: 200, body: advisory('moderate') };
  expect(await run()).toMatchObject({ outcome: 'clean', failing: [], lower: [{ package: 'inner' }] });
});

test.each([405, 404, 500])('status %i of the registry is no audit', async (status) => {
  auditResponse = { status, body: { error: 'no such thing' } };
  expect(await run()).toEqual({ outcome: 'no-response', reason: expect.stringContaining(String(status)) });
});

test('the audit ignores the offline setting of npm, under which npm would report nothing', async () => {
  auditResponse = { status: 200, body: advisory('high') };
  expect(await run(undefined, { npm_config_offline: 'true' })).toMatchObject({ outcome: 'vulnerable' });
});

test('an unreachable registry is no audit', async () => {
  expect(await run(await getPort())).toEqual({
    outcome: 'no-response',
    reason: expect.stringMatching(/ECONNREFUSED|audit/),
  });
});
