import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampleFeeds } from '../../testing/sample-feeds/server.ts';
import { createSandbox, type Sandbox } from '../../testing/suite/sandbox.ts';
import { documents, shellBlocksOf } from './documents.ts';

const root = join(import.meta.dirname, '../../..');
const blocks = (await documents())
  .flatMap(shellBlocksOf)
  .filter(({ mark }) => mark === 'run by infra/checks/documents/commands.test.ts');
const commands = blocks.flatMap((block) => block.commands.map((command) => ({ path: block.path, command })));
const starts = commands.filter(({ command }) => command.startsWith('npm run start:'));
const others = commands.filter(({ command }) => !command.startsWith('npm run start:'));

const feeds = createSampleFeeds();
const running: ChildProcess[] = [];
let sandbox: Sandbox;
let folder: string;
let env: NodeJS.ProcessEnv;
/** Texts of the documents, and their replacements in this test. */
let replacements: [string, string][];

beforeAll(async () => {
  sandbox = await createSandbox();
  folder = await mkdtemp(join(tmpdir(), 'feedflow-commands-'));
  const { url } = await feeds.start();
  const feed = url + feeds.publish('acme', { records: 30 });
  const port = String(await getPort());
  await writeFile(
    join(folder, 'feeds.json'),
    JSON.stringify([{ name: 'Acme careers', url: feed, enabled: false }]),
  );
  await writeFile(join(folder, 'mapping.json'), JSON.stringify({ identity: 'link' }));
  env = {
    PATH: process.env['PATH'],
    HOME: folder,
    API_TOKEN: 'token-of-the-documents',
    ...sandbox.env,
    FEEDS_FILE: join(folder, 'feeds.json'),
    FETCH_ALLOW_PRIVATE_HOSTS: 'true',
    API_PORT: port,
    API_URL: `http://127.0.0.1:${port}`,
    DASHBOARD_PORT: String(await getPort()),
  };
  replacements = [
    ['http://127.0.0.1:4000', `http://127.0.0.1:${port}`],
    ['https://example.com/jobs.xml', `${feed} --allow-private-hosts`],
    ['https://acme.example/jobs.xml', `${feed} --allow-private-hosts`],
    [' mapping.json', ` ${join(folder, 'mapping.json')}`],
  ];
});
afterAll(async () => {
  for (const { pid } of running) if (pid !== undefined) stop(pid);
  await feeds.close();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** Kills the whole process group of the shell: npm does not forward SIGKILL. */
function stop(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function run(command: string) {
  const adapted = replacements.reduce((text, [from, to]) => text.replaceAll(from, to), command);
  const child = spawn('sh', ['-c', adapted], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { output: () => output, ended, stop: () => stop(child.pid ?? 0) };
}

test('the documents contain commands to run', () => {
  expect(starts).toHaveLength(4);
  expect(others.length).toBeGreaterThan(5);
});

test.for(starts)('$path: $command', { timeout: 90_000 }, async ({ command }, { skip }) => {
  const isDashboard = command.endsWith('dashboard');
  if (isDashboard && !existsSync(join(root, 'dashboard/.next/BUILD_ID'))) skip('the dashboard is not built');
  const started = run(command);
  await expect.poll(started.output, { timeout: 60_000 }).toMatch(isDashboard ? /Ready in/ : / ready"/);
});

async function runningRuns(): Promise<number> {
  const headers = { Authorization: `Bearer ${env['API_TOKEN']}` };
  const response = await fetch(`${env['API_URL']}/api/import-logs?status=running`, { headers });
  return ((await response.json()) as { items: unknown[] }).items.length;
}

/** The expected output of a command that does not end. */
const endless = new Map([['/api/import-logs/stream', 'event: snapshot']]);

test.each(others)(
  '$path: $command',
  async ({ command }) => {
    // A run of the previous command must have ended.
    await expect.poll(runningRuns, { timeout: 60_000 }).toBe(0);
    const started = run(command);
    const [, expected] = [...endless].find(([part]) => command.includes(part)) ?? [];
    if (expected === undefined) expect(await started.ended, started.output()).toBe(0);
    else {
      await expect.poll(started.output, { timeout: 60_000 }).toContain(expected);
      started.stop();
    }
    expect(started.output()).not.toMatch(/"status":[45]\d\d/);
  },
  90_000,
);
