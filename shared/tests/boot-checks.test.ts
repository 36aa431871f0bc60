import { throwAwayService } from '@feedflow/infra/dev/services/services';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectMongo } from '../src/mongo/connect.ts';
import { checkEviction } from '../src/redis/check-eviction.ts';
import { connectRedis } from '../src/redis/connect.ts';

let server: Awaited<ReturnType<typeof throwAwayService>>;
let redis: Redis;
let lines: { level: number; msg: string }[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
beforeAll(async () => {
  server = await throwAwayService('redis');
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(() => {
  lines = [];
});

test.each([
  ['mongodb://me:pa%ss@db.test/jobs', /^MONGODB_URI .*malformed.*percent-encoded/],
  ['mongodb://me:pa@ss@db.test/jobs', /^MONGODB_URI .*percent-encoded/],
  ['mongodb://db.test/jobs?sets=rs0', /^MONGODB_URI .*sets/],
])('a MongoDB URL that the driver cannot read is a wrong setting, at once: %s', async (uri, message) => {
  const options = { uri, bootTimeoutMs: 20_000, appName: 'test' };
  await expect(connectMongo({ log }, options)).rejects.toMatchObject({
    code: 'settings-invalid',
    message: expect.stringMatching(message),
  });
  expect(lines).toEqual([]);
});

test('a database that Redis does not have is refused: its keys would be in another one', async () => {
  const connect = (database: string) =>
    connectRedis(
      { log },
      { url: `${server.url}/${database}`, mode: 'failFast', bootTimeoutMs: 5_000, name: 'test' },
    );
  await expect(connect('99')).rejects.toMatchObject({
    code: 'settings-invalid',
    message: expect.stringMatching(/^REDIS_URL names database 99, .*out of range/),
  });
  const connected = await connect('3');
  expect(await connected.client('INFO')).toContain(' db=3 ');
  connected.disconnect();
});

test('a database of a cluster is refused, without connecting: its keys would be in database 0', async () => {
  const connect = (url: string) =>
    connectRedis({ log }, { url, cluster: true, mode: 'failFast', bootTimeoutMs: 100, name: 'test' });
  await expect(connect('redis://127.0.0.1:1/3')).rejects.toMatchObject({
    code: 'settings-invalid',
    message: expect.stringMatching(/^REDIS_URL names database 3, .*cluster/),
  });
  for (const url of ['redis://127.0.0.1:1', 'redis://127.0.0.1:1/', 'redis://127.0.0.1:1/0'])
    await expect(connect(url)).rejects.toMatchObject({ code: 'service-unavailable' });
});

test('a Redis that evicts nothing is accepted without a warning', async () => {
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  await checkEviction(redis, log);
  expect(lines).toEqual([]);
});

test.each(['allkeys-lru', 'allkeys-lfu', 'allkeys-random'])(
  'a Redis with %s is refused, with the command that mends it',
  async (policy) => {
    await redis.config('SET', 'maxmemory-policy', policy);
    await expect(checkEviction(redis, log)).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringMatching(new RegExp(`${policy}.*CONFIG SET maxmemory-policy noeviction`)),
    });
  },
);

test('a Redis with a volatile policy is taken with a warning', async () => {
  await redis.config('SET', 'maxmemory-policy', 'volatile-lru');
  await checkEviction(redis, log);
  expect(lines).toMatchObject([{ level: 40, msg: expect.stringMatching(/volatile-lru.*noeviction/) }]);
});

test('a Redis whose policy is unknown is accepted with a warning', async () => {
  await redis.call('ACL', 'SETUSER', 'mute', 'on', 'nopass', '~*', '+@all', '-info', '-config');
  const mute = new Redis(server.url, { username: 'mute', password: 'any', enableReadyCheck: false });
  await checkEviction(mute, log);
  mute.disconnect();
  expect(lines).toMatchObject([{ level: 40, msg: expect.stringMatching(/does not say.*noeviction/) }]);
});
