import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import getPort from 'get-port';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { audit } from './audit.ts';

// npm itself, with a registry that answers what a test wants to hear.
let folder: string;
let registry: Server;
let asked: unknown[] = [];
let runs = 0;
let answer: { status: number; body: unknown };

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
  registry = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const path = request.url ?? '';
    if (path.endsWith('/advisories/bulk')) {
      const isPacked = request.headers['content-encoding'] === 'gzip';
      asked.push(JSON.parse((isPacked ? gunzipSync(body) : body).toString()));
    }
    const isAudit = path.includes('/security/');
    response.writeHead(isAudit ? answer.status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAudit ? answer.body : {}));
  });
  await new Promise<void>((resolve) => {
    registry.listen(0, '127.0.0.1', resolve);
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  registry.close();
  registry.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

function run(port = (registry.address() as AddressInfo).port, more: NodeJS.ProcessEnv = {}) {
  runs += 1;
  const settings = {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    // npm keeps what it made of an advisory.
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
      title: 'It says too much',
      severity,
      vulnerable_versions: '<2.0.0',
      cwe: ['CWE-200'],
      cvss: { score: 7.5, vectorString: null },
    },
  ],
});

test('no known weakness', async () => {
  answer = { status: 200, body: {} };
  expect(await run()).toEqual({ outcome: 'clean', failing: [], lower: [] });
  expect(asked).toEqual([{ inner: ['1.2.3'] }]);
});

test.each(['high', 'critical'])(
  'one of severity %s fails, with its name and where to read of it',
  async (severity) => {
    answer = { status: 200, body: advisory(severity) };
    const reason = 'It says too much (https://github.com/advisories/GHSA-test)';
    expect(await run()).toEqual({
      outcome: 'vulnerable',
      failing: [{ package: 'inner', severity, reason }],
      lower: [],
    });
  },
);

test('one of a lower severity is told and does not fail', async () => {
  answer = { status: 200, body: advisory('moderate') };
  expect(await run()).toMatchObject({ outcome: 'clean', failing: [], lower: [{ package: 'inner' }] });
});

test.each([405, 404, 500])('a registry that answers %i has audited nothing', async (status) => {
  answer = { status, body: { error: 'no such thing' } };
  expect(await run()).toEqual({ outcome: 'unanswered', reason: expect.stringContaining(String(status)) });
});

test('an npm that is set to be offline asks all the same: it would find nothing wrong with anything', async () => {
  answer = { status: 200, body: advisory('high') };
  expect(await run(undefined, { npm_config_offline: 'true' })).toMatchObject({ outcome: 'vulnerable' });
});

test('a registry that is not there has audited nothing', async () => {
  expect(await run(await getPort())).toEqual({
    outcome: 'unanswered',
    reason: expect.stringMatching(/ECONNREFUSED|audit/),
  });
});
