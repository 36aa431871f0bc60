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
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-launcher-test-'));
  said = '';
  launcher = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/fake-processes.ts'), folder], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  launcher.stdout?.on('data', (data: Buffer) => (said += data));
  launcher.stderr?.on('data', (data: Buffer) => (said += data));
  await vi.waitFor(() => expect(said).toContain('all up'), { timeout: 20_000, interval: 50 });
  await vi.waitFor(async () => {
    for (const name of ['obedient', 'stubborn', 'mortal']) {
      expect(await readFile(join(folder, `${name}.log`), 'utf8')).toContain('up');
    }
  }, 20_000);
});

afterEach(async () => {
  launcher.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function pidOf(name: string): Promise<number> {
  return (JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as RecordedProcess).pid;
}

/** The members of the processes' groups, so that grandchildren count too. */
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
    'SIGINT sent twice at once, as npm and the terminal do',
    () => launcher.kill('SIGINT') && launcher.kill('SIGINT'),
  ],
  ['the death of the process that started it', () => launcher.disconnect()],
])('after %s the launcher ends with 0 and leaves no process behind', async (_, stop) => {
  const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
  expect(await groupMembers(groups)).toHaveLength(6);
  stop();
  expect(await once(launcher, 'exit')).toEqual([0, null]);
  expect(await groupMembers(groups)).toEqual([]);
});

onLinux('after its own SIGKILL no process is left behind either', async () => {
  const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
  launcher.kill('SIGKILL');
  await vi.waitFor(async () => expect(await groupMembers(groups)).toEqual([]), {
    timeout: 20_000,
    interval: 100,
  });
});

onLinux(
  'when a process ends on its own, the launcher names it with its last words and stops the others',
  async () => {
    const groups = await Promise.all(['obedient', 'stubborn', 'mortal'].map(pidOf));
    process.kill(await pidOf('mortal'), 'SIGUSR2');
    expect(await once(launcher, 'exit')).toEqual([1, null]);
    expect(said).toContain('mortal stopped with code 7');
    expect(said).toContain('the last words');
    expect(await groupMembers(groups)).toEqual([]);
  },
);
