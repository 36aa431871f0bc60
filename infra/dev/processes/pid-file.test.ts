import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from './identity.ts';
import { acquireLock, endLeftover, recordedProcess, recordProcess } from './pid-file.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-pid-test-'));
  file = join(folder, 'server.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function startSleeper() {
  const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore' });
  await once(sleeper, 'spawn');
  return { pid: sleeper.pid as number, ended: once(sleeper, 'exit'), end: () => sleeper.kill('SIGKILL') };
}

test('endLeftover ends a recorded process that still runs', async () => {
  const sleeper = await startSleeper();
  await recordProcess(file, sleeper.pid, 'mongod');
  expect(await endLeftover(file, 5_000)).toMatchObject({ pid: sleeper.pid, what: 'mongod' });
  await sleeper.ended;
  expect(await recordedProcess(file)).toBeUndefined();
});

test('endLeftover leaves another process with the recorded pid alone', async () => {
  const sleeper = await startSleeper();
  await recordProcess(file, sleeper.pid, 'mongod');
  const record = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...record, identity: `${record.identity}0` }));
  expect(await endLeftover(file, 5_000)).toBeUndefined();
  expect(await processIdentity(sleeper.pid)).toBeDefined();
  sleeper.end();
  await sleeper.ended;
});

test.each(['', '{"pid":', '[]', '{"pid":"1"}', 'null'])(
  'a pid file with the content %j names no process',
  async (content) => {
    await writeFile(file, content);
    expect(await endLeftover(file, 5_000)).toBeUndefined();
  },
);

test('exactly one of several concurrent attempts to lock succeeds, and another one after its release', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => acquireLock(file, `npm start ${i}`)),
  );
  const won = attempts.filter((result) => result.status === 'fulfilled');
  expect(won).toHaveLength(1);
  await expect(acquireLock(file, 'npm run dev')).rejects.toThrow('already runs in this folder');
  await won[0]?.value();
  await (await acquireLock(file, 'npm run dev'))();
});

test('a lock whose holder has ended is taken over', async () => {
  const sleeper = await startSleeper();
  await recordProcess(file, sleeper.pid, 'npm start');
  await expect(acquireLock(file, 'npm start')).rejects.toThrow(`process ${sleeper.pid}`);
  sleeper.end();
  await sleeper.ended;
  await (await acquireLock(file, 'npm start'))();
});
