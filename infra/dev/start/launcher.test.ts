import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processIdentity } from '../processes/identity.ts';
import type { RecordedProcess } from '../processes/pid-file.ts';

let folder: string;
let launcher: ChildProcess;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-launcher-test-'));
  output = '';
  launcher = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/fake-processes.ts'), folder], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  launcher.stdout?.on('data', (data: Buffer) => (output += data));
  launcher.stderr?.on('data', (data: Buffer) => (output += data));
  await vi.waitFor(() => expect(output).toContain('all up'), { timeout: 60_000, interval: 50 });
  await vi.waitFor(async () => {
    for (const name of ['obedient', 'stubborn', 'mortal']) {
      expect(await readFile(join(folder, `${name}.log`), 'utf8')).toContain('up');
    }
  }, 60_000);
});

afterEach(async () => {
  launcher.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function pidOf(name: string): Promise<number> {
  return (JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as RecordedProcess).pid;
}

/** All processes of the groups, including grandchildren. */
async function groupMembers(groupIds: number[]): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const members = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const groupId = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
      return groupIds.includes(groupId) && (await processIdentity(pid)) !== undefined ? pid : 0;
    }),
  );
  return members.filter((pid) => pid > 0);
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux.each([
  ['SIGINT', () => launcher.kill('SIGINT')],
  ['SIGTERM', () => launcher.kill('SIGTERM')],
  [
    'two SIGINTs at once, as npm and the terminal send them',
    () => launcher.kill('SIGINT') && launcher.kill('SIGINT'),
  ],
  ['the end of the process that started it', () => launcher.disconnect()],
])('the launcher ends with 0 and leaves no process behind after %s', async (_, stop) => {
  const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
  expect(await groupMembers(groups)).toHaveLength(6);
  stop();
  expect(await once(launcher, 'exit')).toEqual([0, null]);
  expect(await groupMembers(groups)).toEqual([]);
});

onLinux('no process is left behind after a SIGKILL of the launcher', async () => {
  const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
  launcher.kill('SIGKILL');
  await vi.waitFor(async () => expect(await groupMembers(groups)).toEqual([]), {
    timeout: 60_000,
    interval: 100,
  });
});

onLinux(
  'the launcher reports a process that ends unexpectedly with its last output, and stops the others',
  async () => {
    const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
    process.kill(await pidOf('mortal'), 'SIGUSR2');
    expect(await once(launcher, 'exit')).toEqual([1, null]);
    expect(output).toContain('mortal stopped with code 7');
    expect(output).toContain('the last output');
    expect(await groupMembers(groups)).toEqual([]);
  },
);
