import {
  chmod,
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const lockFile = {
  packages: {
    '': { name: 'feedflow' },
    shared: { version: '0.1.0' },
    'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
};
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'feedflow-run-test-'));
  for (const folder of ['bin', 'infra/dev/start', 'node_modules/.bin'])
    await mkdir(join(root, folder), { recursive: true });
  await copyFile(join(import.meta.dirname, 'run.mjs'), join(root, 'infra/run.mjs'));
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(lockFile));
  await writeFile(
    join(root, 'infra/dev/start/main.ts'),
    `console.log('started with', process.argv[2], process.env.NEXT_TELEMETRY_DISABLED, process.env.DO_NOT_TRACK); process.exit(3);`,
  );
  // A fake npm: it creates the files that a real one would.
  await writeFile(
    join(root, 'bin/npm'),
    `#!/bin/sh
echo "npm $*" | cut -d ' ' -f 1-4
case "$1" in
  ci) cp package-lock.json node_modules/.package-lock.json ;;
  rebuild) ln -sf '${process.execPath}' node_modules/.bin/node ;;
esac
`,
  );
  await chmod(join(root, 'bin/npm'), 0o755);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function run(...args: string[]) {
  return execa(process.execPath, [join(root, 'infra/run.mjs'), ...args], {
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, npm_execpath: '' },
    reject: false,
    all: true,
  });
}

async function installed(zodVersion: string): Promise<void> {
  const packages = { 'node_modules/zod': { version: zodVersion, integrity: 'sha512-a' } };
  await writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  await symlink(process.execPath, join(root, 'node_modules/.bin/node'));
}

test('run.mjs reports the install in a fresh clone, installs, and starts the command with telemetry off', async () => {
  const { all, exitCode } = await run('start', '--help');
  expect(all).toMatch(
    /^Installing packages with npm ci[\s\S]*\nnpm ci --include=dev --no-audit\nnpm rebuild node --ignore-scripts=false\nstarted with --help 1 1$/,
  );
  expect(exitCode).toBe(3);
});

test('run.mjs installs a package again whose version differs from the lock file', async () => {
  await installed('3.9.9');
  expect((await run('start')).all).toMatch(/missing or outdated: zod\)\nnpm ci .*\nstarted/);
});

test('run.mjs installs nothing if only an optional package is missing', async () => {
  await installed('4.0.0');
  expect((await run('start', 'now')).all).toBe('started with now 1 1');
});

test('run.mjs installs only the pinned Node if only that is missing', async () => {
  await installed('4.0.0');
  await rm(join(root, 'node_modules/.bin/node'));
  expect((await run('start', 'now')).all).toBe(
    'npm rebuild node --ignore-scripts=false\nstarted with now 1 1',
  );
});

test('run.mjs installs the pinned Node again that npm removes while it runs on it', async () => {
  await installed('3.9.9');
  const pinned = join(root, 'node_modules/node/bin/node');
  await mkdir(dirname(pinned), { recursive: true });
  await copyFile(process.execPath, pinned, constants.COPYFILE_FICLONE);
  const npm = join(root, 'bin/npm.js');
  await writeFile(
    npm,
    `const { copyFileSync, rmSync, symlinkSync } = require('node:fs');
    if (process.argv[2] === 'ci') {
      copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
      for (const path of ['node_modules/node', 'node_modules/.bin/node']) rmSync(path, { recursive: true });
    } else symlinkSync('${process.execPath}', 'node_modules/.bin/node');`,
  );
  const { all } = await execa(pinned, [join(root, 'infra/run.mjs'), 'start', 'now'], {
    env: { npm_execpath: npm },
    reject: false,
    all: true,
  });
  expect(all).toMatch(/^Installing packages [^\n]*\nstarted with now 1 1$/);
});

test('npm runs no install script of a package, except that of the pinned Node', async () => {
  const repository = join(import.meta.dirname, '..');
  expect((await readFile(join(repository, '.npmrc'), 'utf8')).split('\n')).toContain('ignore-scripts=true');
  const { allowScripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const allowed = Object.entries(allowScripts).filter(([, isAllowed]) => isAllowed);
  expect(allowed).toEqual([['node', true]]);
  const { packages } = JSON.parse(await readFile(join(repository, 'package-lock.json'), 'utf8'));
  const withScripts = Object.entries<{ hasInstallScript?: boolean }>(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(new Set(withScripts)).toEqual(new Set(Object.keys(allowScripts)));
});

test('run.mjs reports why an install failed', async () => {
  await writeFile(join(root, 'bin/npm'), '#!/bin/sh\nexit 9\n');
  const { all, exitCode } = await run('start');
  expect(all).toContain('npm ci ended with code 9');
  expect(exitCode).toBe(1);
});

test('run.mjs lists the known commands for an unknown one', async () => {
  const { all, exitCode } = await run('serve');
  expect(all).toContain('Usage: node infra/run.mjs start|dev');
  expect(exitCode).toBe(1);
});
