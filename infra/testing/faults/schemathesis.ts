import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Schemathesis and its dependencies, each file with its hash: created by pip-compile --generate-hashes. */
const REQUIREMENTS = join(import.meta.dirname, 'schemathesis.txt');
const STATE_FOLDER = join(import.meta.dirname, '../../../.feedflow');
const INSTALL_TIMEOUT_MS = 300_000;

export interface Fuzzer {
  /** Runs `schemathesis` with these arguments. @returns its exit code and its output */
  run(args: readonly string[], timeoutMs: number): Promise<{ code: number | undefined; output: string }>;
}

/**
 * Schemathesis, fetched by pip into .feedflow the first time.
 *
 * @returns the reason if this machine cannot run it: it needs Python 3.11 or later with pip
 */
export async function findFuzzer(): Promise<Fuzzer | string> {
  const check = 'import sys, pip; sys.exit(sys.version_info < (3, 11))';
  const python = await execa('python3', ['-c', check], { reject: false, timeout: 30_000 });
  if (python.failed) return 'there is no Python 3.11 or later with pip';
  const hash = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const folder = join(STATE_FOLDER, 'bin', `schemathesis-${hash.slice(0, 12)}`);
  try {
    if (!existsSync(folder)) await install(folder);
  } catch (error) {
    return `pip could not fetch it: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`;
  }
  return {
    run: async (args, timeoutMs) => {
      const start = 'from schemathesis.cli import schemathesis; schemathesis()';
      const { exitCode, all } = await execa('python3', ['-c', start, ...args], {
        env: { PYTHONPATH: folder, NO_COLOR: '1', COLUMNS: '120' },
        reject: false,
        all: true,
        timeout: timeoutMs,
        cwd: folder,
      });
      return { code: exitCode, output: all };
    },
  };
}

async function install(folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const partial = await mkdtemp(`${folder}-partial-`);
  try {
    const options = [
      '--require-hashes',
      '--only-binary=:all:',
      '--no-compile',
      '--disable-pip-version-check',
    ];
    const target = ['--quiet', '--target', partial, '-r', REQUIREMENTS];
    await execa('python3', ['-m', 'pip', 'install', ...options, ...target], {
      // Set on some machines, these two would make pip refuse --target.
      env: { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
      timeout: INSTALL_TIMEOUT_MS,
    });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
