import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { createSandbox, withDatabase } from './sandbox.ts';

test('closing a sandbox drops its own database and keys only', async () => {
  const [mine, other] = [await createSandbox(), await createSandbox()];
  await using client = new MongoClient(mine.mongoUri);
  const redis = new Redis(mine.redisUrl);
  for (const { databaseName, redisPrefix } of [mine, other]) {
    await client.db(databaseName).collection('things').insertOne({ some: 'thing' });
    await redis.mset(
      Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`${redisPrefix}:${i}`, 'x'])),
    );
  }
  await mine.close();
  await mine.close();
  const databases = (await client.db().admin().listDatabases()).databases.map(({ name }) => name);
  expect(databases).not.toContain(mine.databaseName);
  expect(databases).toContain(other.databaseName);
  expect(await redis.keys(`${mine.redisPrefix}*`)).toHaveLength(0);
  expect(await redis.keys(`${other.redisPrefix}*`)).toHaveLength(1_200);
  await other.close();
  redis.disconnect();
});

test.each([
  ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/mine'],
  ['mongodb://127.0.0.1:27017/theirs?replicaSet=a', 'mongodb://127.0.0.1:27017/mine?replicaSet=a'],
  ['mongodb://u:p@a:1,b:2/?replicaSet=a&tls=true', 'mongodb://u:p@a:1,b:2/mine?replicaSet=a&tls=true'],
  ['mongodb+srv://cluster.example/theirs', 'mongodb+srv://cluster.example/mine'],
])('%s with another database is %s', (uri, changed) => {
  expect(withDatabase(uri, 'mine')).toBe(changed);
});
