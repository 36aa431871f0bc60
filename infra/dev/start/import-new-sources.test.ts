import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closers } from '@feedflow/shared/process/closers';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../testing/suite/sandbox.ts';
import { startChild } from '../processes/child.ts';
import { waitUntilResponds } from '../processes/ready.ts';
import { importNewSources } from './import-new-sources.ts';

const root = join(import.meta.dirname, '../../..');
let closers: Closers;
let apiUrl: string;

beforeEach(async () => {
  closers = new Closers();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-import-new-sources-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const source = { schedule: '15 6 29 2 *' };
  const sources = ['One', 'Two', 'Paused'].map((name) => {
    return { ...source, name, url: `http://127.0.0.1:9/${name}`, enabled: name !== 'Paused' };
  });
  const feedsFile = join(folder, 'feeds.json');
  await writeFile(feedsFile, JSON.stringify(sources));
  const port = await getPort();
  apiUrl = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    ...sandbox.env,
    FEEDS_FILE: feedsFile,
    FETCH_ALLOW_PRIVATE_HOSTS: 'true',
    API_PORT: String(port),
  };
  const start = async (name: string, file: string) => {
    const logFile = join(folder, `${name}.log`);
    const child = await startChild({
      name,
      command: process.execPath,
      args: [file],
      env,
      cwd: root,
      logFile,
    });
    closers.add(name, () => child.stop(5_000));
    return child;
  };
  await start('scheduler', 'pipeline/src/bin/scheduler.ts');
  const api = await start('api', 'api/src/bin/api.ts');
  await waitUntilResponds(`${apiUrl}/health`, api, {
    timeoutMs: 60_000,
    signal: AbortSignal.timeout(60_000),
  });
});

afterEach(() => closers.close());

test('enabled sources are imported the first time only', async () => {
  const signal = AbortSignal.timeout(60_000);
  const started = await importNewSources(apiUrl, undefined, signal, null);
  expect(started).toBe('Importing 2 new sources; others are imported when they are due');
  const { items } = await (await fetch(`${apiUrl}/api/import-logs`)).json();
  expect(items.map((run: { sourceName: string }) => run.sourceName).sort()).toEqual(['One', 'Two']);
  expect(await importNewSources(apiUrl, undefined, signal, null)).toBe(
    'Sources are imported when they are due',
  );
});

test('sources whose feeds are not served are named, not imported', async () => {
  const signal = AbortSignal.timeout(60_000);
  expect(await importNewSources(apiUrl, undefined, signal, 'http://127.0.0.1:9/T')).toBe(
    'Importing 1 new source; others are imported when they are due. The sample feeds are not served beside FEEDS_FILE: 1 source of them can be deleted in the dashboard',
  );
  const { items } = await (await fetch(`${apiUrl}/api/import-logs`)).json();
  expect(items.map((run: { sourceName: string }) => run.sourceName)).toEqual(['One']);
});
