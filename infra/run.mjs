// Starts one of Feedflow's commands from a fresh clone: installs what is missing, then runs it on the
// pinned Node. Plain JavaScript without dependencies, because nothing else is installed before.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const root = fileURLToPath(new URL('..', import.meta.url));
const binFolder = join(root, 'node_modules', '.bin');
const node = join(binFolder, 'node');
const commands = {
  start: [node, 'infra/dev/start/main.ts'],
  dev: [node, 'infra/dev/watch/main.ts'],
  services: [node, 'infra/dev/services/main.ts'],
  build: ['turbo', 'run', 'build'],
  test: [node, 'infra/testing/suite/main.ts'],
  coverage: [node, 'infra/testing/suite/main.ts', '--', '--coverage'],
  check: [node, 'infra/checks/main.ts'],
  audit: [node, 'infra/checks/audit/main.ts'],
  fuzz: [node, 'pipeline/fuzz/main.ts'],
  faults: ['vitest', 'run', '--config', 'infra/testing/faults/vitest.config.ts'],
  soak: [node, 'infra/testing/soak/main.ts'],
  bench: [node, 'infra/bench/main.ts'],
  'bench-dashboard': [node, 'infra/bench/dashboard.ts'],
  'bench-preview': [node, 'infra/bench/preview.ts'],
  'bench-history': [node, 'infra/bench/history.ts'],
  'bench-exports': [node, 'infra/bench/exports.ts'],
  'compare-readers': [node, 'infra/bench/feed-readers/main.ts'],
  replay: [node, 'infra/replay/main.ts'],
  screenshots: [node, 'infra/dev/screenshots/main.ts'],
};

/** Turns off telemetry and update checks of the tools. Next also "repairs" lock files from the network. */
const quiet = {
  DO_NOT_TRACK: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NEXT_IGNORE_INCORRECT_LOCKFILE: '1',
  npm_config_update_notifier: 'false',
};
const env = { ...process.env, ...quiet, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` };

/** Packages of the lock file that node_modules lacks or has in another version; optional ones may be absent. */
function missingPackages() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return ['node_modules'];
  const required = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedFile);
  return Object.entries(required)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional && !entry.peer)
    .filter(([path, { version, integrity }]) => {
      const found = installed[path];
      return !found || found.version !== version || found.integrity !== integrity;
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch (error) {
    // Truncated by an interrupted install, or damaged by a merge.
    return fail(`${lockFile} cannot be read (${error.message}): restore it, or delete node_modules`);
  }
}

/**
 * Installs what is missing. No install script of a package runs (ignore-scripts in .npmrc, which every npm
 * understands) except that of the pinned Node, which npm runs by name afterwards: it fetches the program.
 */
async function install() {
  const missing = missingPackages();
  if (missing.length > 0) await installPackages(missing);
  if (existsSync(node)) return;
  const code = await runNpm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error', '--silent');
  if (code !== 0 || !existsSync(node)) {
    fail(
      `the pinned Node was not installed (npm rebuild node ended with code ${code}): see its output above`,
    );
  }
}

async function installPackages(missing) {
  const some = missing.slice(0, 5).join(', ');
  process.stderr.write(
    `Installing packages with npm ci (missing or outdated: ${some}${missing.length > 5 ? ', …' : ''})\n`,
  );
  const code = await runNpm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
  if (code !== 0) fail(`npm ci ended with code ${code}: see its output above, then start again`);
}

/** Runs the npm that started this process, if there is one, else npm on the PATH. @returns its exit code */
function runNpm(...args) {
  // npm ci removes the pinned Node, on which this may be running.
  const anyNode = existsSync(process.execPath) ? process.execPath : 'node';
  const npm = process.env.npm_execpath?.endsWith('.js') ? [anyNode, process.env.npm_execpath] : ['npm'];
  return run([...npm, ...args]);
}

/** Runs a program with our input and output, and forwards signals that stop this process. */
function run([command, ...args], options = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit', ...options });
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  // npm forwards signals, but it cannot forward its own SIGKILL.
  const parent = process.ppid;
  const parentWatch = process.env.npm_lifecycle_event
    ? setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 200)
    : undefined;
  return new Promise((resolve) => {
    child.once('error', (error) => fail(`${command} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      clearInterval(parentWatch);
      for (const name of signals) process.off(name, pass);
      resolve(signal ? 130 : code);
    });
  });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const [name = '', ...commandArgs] = process.argv.slice(2);
if (!Object.hasOwn(commands, name))
  fail(`Usage: node infra/run.mjs ${Object.keys(commands).join('|')} [arguments]`);
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  fail(`Feedflow needs Node ${OLDEST_NODE} or later to install itself, this is ${process.versions.node}`);
}
await install();
// The channel closes when this process ends, even by SIGKILL, and the command notices it.
process.exitCode = await run([...commands[name], ...commandArgs], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
