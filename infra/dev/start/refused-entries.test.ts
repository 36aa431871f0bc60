import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closers } from '@feedflow/shared/process/closers';
import { expect, onTestFinished, test } from 'vitest';
import { createSandbox } from '../../testing/suite/sandbox.ts';
import { startChild } from '../processes/child.ts';
import { refusedEntries } from './refused-entries.ts';

const root = join(import.meta.dirname, '../../..');

test('entries that the scheduler refuses are known when it has applied the feeds file', async () => {
  const closers = new Closers();
  onTestFinished(async () => void (await closers.close()));
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-refused-entries-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const feedsFile = join(folder, 'feeds.json');
  const env = {
    ...process.env,
    ...sandbox.env,
    FEEDS_FILE: feedsFile,
  };
  const refusedOf = async (start: string, names: Record<string, string>) => {
    const entries = Object.entries(names).map(([name, path]) => {
      return { name, url: `https://oven.example/${path}`, schedule: '15 6 29 2 *' };
    });
    await writeFile(feedsFile, JSON.stringify(entries));
    const logFile = join(folder, `${start}.log`);
    const scheduler = await startChild({
      name: 'scheduler',
      command: process.execPath,
      args: ['pipeline/src/bin/scheduler.ts'],
      env,
      cwd: root,
      logFile,
    });
    closers.add(start, () => scheduler.stop(5_000));
    const refused = await refusedEntries(logFile, AbortSignal.timeout(60_000));
    await scheduler.stop(5_000);
    return refused;
  };
  expect(await refusedOf('first', { Bakers: 'bakers', Cooks: 'cooks' })).toEqual([]);
  expect(await refusedOf('second', { Chefs: 'cooks', Waiters: 'waiters' })).toEqual([
    expect.stringMatching(/^Chefs: .*"Cooks"/),
  ]);
});
