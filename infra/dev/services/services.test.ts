import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { processIdentity } from '../processes/identity.ts';
import type { Service } from './service.ts';
import {
  persistentServices,
  type Services,
  type ServicesOptions,
  throwAwayService,
  throwAwayServices,
} from './services.ts';

const repositoryState = join(import.meta.dirname, '../../../.feedflow');
const waitOptions = { timeout: 60_000, interval: 50 };
const opened: { close(): Promise<void> }[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedflow-services-test-'));
  // Uses the programs fetched for the repository, so that a test does not fetch them again.
  await mkdir(join(repositoryState, 'bin'), { recursive: true });
  await symlink(join(repositoryState, 'bin'), join(folder, 'bin'));
});

afterEach(async () => {
  for (const service of opened.splice(0).reverse()) await service.close();
  await rm(folder, { recursive: true, force: true });
});

function options(more: Partial<ServicesOptions> = {}): ServicesOptions {
  return { stateFolder: folder, env: { PATH: process.env['PATH'] }, report: () => {}, ...more };
}

async function open<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const service = await starting;
  opened.push(service);
  return service;
}

async function writeMark({ mongoUri, redisUrl }: { mongoUri: string; redisUrl: string }): Promise<void> {
  await using client = new MongoClient(mongoUri);
  await client
    .db()
    .collection<{ _id: string }>('marks')
    .insertOne({ _id: 'kept' }, { writeConcern: { w: 'majority', j: true } });
  const redis = new Redis(redisUrl);
  await redis.set('mark', 'kept');
  await redis.quit();
}

async function readMark({ mongoUri, redisUrl }: { mongoUri: string; redisUrl: string }) {
  await using client = new MongoClient(mongoUri);
  const found = await client.db().collection<{ _id: string }>('marks').findOne({ _id: 'kept' });
  const redis = new Redis(redisUrl);
  const value = await redis.get('mark');
  await redis.quit();
  return { mongod: found?._id, redis: value };
}

const bothKept = { mongod: 'kept', redis: 'kept' };

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function runs(pid: number | undefined): Promise<boolean> {
  return pid !== undefined && (await processIdentity(pid)) !== undefined;
}

describe('throw-away services', () => {
  test('keep address and data after SIGKILL and after an orderly stop', async () => {
    const services = await open(throwAwayServices(options()));
    const { mongod, redis } = services as Required<Services>;
    await writeMark(services);
    // The append-only file is written once a second at most; everything written before that must survive.
    const rewritten = new Redis(services.redisUrl);
    await vi.waitFor(
      async () => expect(await rewritten.info('persistence')).toMatch(/aof_pending_bio_fsync:0/),
      waitOptions,
    );
    rewritten.disconnect();

    const before = [mongod.pid, redis.pid];
    await Promise.all([mongod.kill(), redis.kill()]);
    expect([mongod.pid, redis.pid]).toEqual([undefined, undefined]);
    await Promise.all([mongod.start(), redis.start()]);
    expect([mongod.pid, redis.pid]).not.toEqual(before);
    expect(await readMark(services)).toEqual(bothKept);

    await Promise.all([mongod.stop(), redis.stop()]);
    await Promise.all([mongod.start(), redis.start()]);
    expect(await readMark(services)).toEqual(bothKept);
  });

  test('leave no process and no folder behind', async () => {
    const services = await open(throwAwayServices(options()));
    const { mongod, redis } = services as Required<Services>;
    const pids = [mongod.pid, redis.pid];
    expect(await Promise.all(pids.map(runs))).toEqual([true, true]);
    await services.close();
    await services.close();
    expect(await Promise.all(pids.map(runs))).toEqual([false, false]);
    expect(await exists(dirname(mongod.logFile))).toBe(false);
    expect(await exists(dirname(redis.logFile))).toBe(false);
  });

  test('end, and lose their folders, when SIGKILL ends the process that started them', async () => {
    const owner = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/start-and-wait.ts'), folder], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const { pids, logs } = JSON.parse(line.toString()) as { pids: number[]; logs: string[] };
    expect(await Promise.all(pids.map(runs))).toEqual([true, true]);
    owner.kill('SIGKILL');
    await vi.waitFor(async () => {
      expect(await Promise.all(pids.map(runs))).toEqual([false, false]);
      expect(await Promise.all(logs.map((log) => exists(dirname(log))))).toEqual([false, false]);
    }, waitOptions);
  });

  test.each(['mongod', 'redis'] as const)('report the reason when %s ends unexpectedly', async (kind) => {
    const messages: string[] = [];
    const service: Service = await open(
      throwAwayService(kind, options({ onUnexpectedExit: (message) => messages.push(message) })),
    );
    process.kill(service.pid as number, 'SIGKILL');
    await vi.waitFor(() => expect(messages).toHaveLength(1), waitOptions);
    expect(messages[0]).toContain(`${kind} was ended by SIGKILL`);
    expect(messages[0]).toContain(service.logFile);
  });
});

describe('persistent services', () => {
  test('keep their data over a restart, even if their ports were taken meanwhile', async () => {
    const first = await open(persistentServices(options(), 'a test'));
    await writeMark(first);
    const ports = [first.mongod?.port, first.redis?.port];
    await first.close();
    for (const port of ports) {
      const blocker = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
      await once(blocker, 'listening');
      opened.push({ close: async () => void blocker.close() });
    }
    const second = await open(persistentServices(options(), 'a test'));
    expect(ports).not.toContain(second.mongod?.port);
    expect(ports).not.toContain(second.redis?.port);
    expect(await readMark(second)).toEqual(bothKept);
  });

  test('refuse a second start in the same folder, naming the process that uses them', async () => {
    await open(persistentServices(options(), 'npm start'));
    const second = persistentServices(options(), 'npm run dev');
    await expect(second).rejects.toThrow(`"npm start" already runs in this folder as process ${process.pid}`);
  });

  test('start after a crash that left the servers running', async () => {
    const crashed = await open(persistentServices(options(), 'npm start'));
    await writeMark(crashed);
    const leftovers = [crashed.mongod?.pid, crashed.redis?.pid];
    // Leftovers of a crash: the servers and their pid files, and a lock of a process that has ended.
    await rm(join(folder, 'run', 'services.json'));
    const reports: string[] = [];
    const next = await open(
      persistentServices(options({ report: (line) => reports.push(line) }), 'npm start'),
    );
    expect(await Promise.all(leftovers.map(runs))).toEqual([false, false]);
    expect(await readMark(next)).toEqual(bothKept);
    expect(reports.sort()).toEqual([
      expect.stringContaining('Ended a mongod that an earlier start left behind'),
      expect.stringContaining('Ended a redis that an earlier start left behind'),
    ]);
  });

  test('are not started if MONGODB_URI and REDIS_URL name servers that respond', async () => {
    const { MONGODB_URI, REDIS_URL } = process.env;
    const env = { PATH: '', MONGODB_URI, REDIS_URL };
    const services = await open(persistentServices(options({ env }), 'a test'));
    expect(services).toMatchObject({ mongoUri: MONGODB_URI, redisUrl: REDIS_URL });
    expect(services.mongod ?? services.redis).toBeUndefined();
  });

  test.each([
    ['MONGODB_URI', 'mongodb://user:secret@127.0.0.1:1/feedflow'],
    ['REDIS_URL', 'redis://user:secret@127.0.0.1:1'],
  ])('fail if no server responds at %s, without showing its password', async (setting, url) => {
    const env = { PATH: process.env['PATH'], ...process.env, [setting]: url };
    const failure = await persistentServices(options({ env }), 'a test').catch(
      (error: Error) => error.message,
    );
    expect(failure).toMatch(
      new RegExp(`^${setting} is set, but the server it names cannot be used: .*ECONNREFUSED`),
    );
    expect(failure).not.toContain('secret');
  });
});
