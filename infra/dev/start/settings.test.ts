import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { parseEnv } from '@feedflow/shared/process/env';
import { settings } from '@feedflow/shared/settings';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { refuseTakenPorts } from './ports.ts';
import { readLauncherSettings, urlOf } from './settings.ts';

const exampleFile = join(import.meta.dirname, '../../../.env.example');
const example = Object.fromEntries(
  [...readFileSync(exampleFile, 'utf8').matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
);

test('.env.example names every setting, and shows its default', () => {
  expect(Object.keys(example)).toEqual(expect.arrayContaining(Object.keys(settings)));
  const { MONGODB_URI, REDIS_URL, ...withDefaults } = settings;
  const schema = z.object(withDefaults);
  expect(parseEnv(schema, example)).toEqual(parseEnv(schema, {}));
  expect(readLauncherSettings({ ...example, FEEDS_FILE: '' })).toEqual(readLauncherSettings({}));
});

test('a value in single quotes is the same for npm start and for a shell, as .env.example says', () => {
  const password = 'a#b $HOME "c"';
  const folder = mkdtempSync(join(tmpdir(), 'feedflow-env-'));
  try {
    const file = join(folder, '.env');
    writeFileSync(file, `DASHBOARD_PASSWORD='${password}'\n`);
    const ofShell = execFileSync('sh', ['-c', '. "$1"; printf %s "$DASHBOARD_PASSWORD"', 'sh', file], {
      encoding: 'utf8',
    });
    expect(ofShell).toBe(password);
    expect(parseEnvFile(readFileSync(file, 'utf8'))).toEqual({ DASHBOARD_PASSWORD: password });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['API_PORT', '0'],
  ['DASHBOARD_PORT', '65536'],
  ['SAMPLE_FEEDS_PORT', 'http'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readLauncherSettings({ [name]: value })).toThrow(`${name} is "${value}": must be a port`);
});

test('refuseTakenPorts names a taken port, its setting and what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const required = { setting: 'API_PORT', host: '127.0.0.1', port };
  await expect(refuseTakenPorts([required])).rejects.toThrow(
    new RegExp(`API_PORT: port ${port} on 127.0.0.1 is taken[\\s\\S]*choose another port`),
  );
  blocker.close();
  await once(blocker, 'close');
  await refuseTakenPorts([required]);
});

test('one port for two settings is refused', async () => {
  const port = 45_871;
  const required = ['API_PORT', 'DASHBOARD_PORT'].map((setting) => ({ setting, host: '127.0.0.1', port }));
  await expect(refuseTakenPorts(required)).rejects.toThrow('API_PORT: port 45871 is also DASHBOARD_PORT');
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4000'],
  ['0.0.0.0', 'http://127.0.0.1:4000'],
  ['::', 'http://127.0.0.1:4000'],
  ['::1', 'http://[::1]:4000'],
  ['jobs.example', 'http://jobs.example:4000'],
])('the URL of a server that listens on %s is %s', (host, url) => {
  expect(urlOf(host, 4_000)).toBe(url);
});
