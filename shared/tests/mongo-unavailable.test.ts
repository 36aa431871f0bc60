import { throwAwayService } from '@feedflow/infra/dev/services/services';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDuplicateKey, isMongoUnavailable } from '../src/mongo/errors.ts';

type Mongod = Awaited<ReturnType<typeof throwAwayService>>;
let mongod: Mongod;
let client: MongoClient;
beforeAll(async () => {
  mongod = await throwAwayService('mongod');
  client = await MongoClient.connect(mongod.url, { ...SOCKET, serverSelectionTimeoutMS: 300 });
  await client.db().collection('things').createIndex({ key: 1 }, { unique: true });
});
afterAll(async () => {
  await client.close(true);
  await mongod.close();
});

const things = () => client.db().collection('things');
/** Large enough to be still in transit when the server dies. */
const many = () =>
  Array.from({ length: 3_000 }, () => ({ insertOne: { document: { text: 'x'.repeat(2_000) } } }));
/** A socket whose server disappeared without closing it times out after this. */
const SOCKET = { connectTimeoutMS: 5_000, socketTimeoutMS: 8_000 };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

test('an error of the command is not taken for an outage', async () => {
  await things().insertOne({ key: 1 });
  const insert = { insertOne: { document: { key: 1 } } };
  const errors = await Promise.all([
    failureOf(things().insertOne({ key: 1 })),
    failureOf(things().bulkWrite([insert, insert], { ordered: false })),
    failureOf(things().find({ $where: 'sleep(300) || true' }, { maxTimeMS: 50 }).toArray()),
    failureOf(things().find({ $nonsense: 1 }).toArray()),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect(isMongoUnavailable(error)).toBe(false);
  }
  expect(errors.map(isDuplicateKey)).toEqual([true, true, false, false]);
  expect(isMongoUnavailable(new Error('anything else'))).toBe(false);
});

test('an outage is recognized in every kind of call, also in a bulk write that it interrupts', async () => {
  // No retry by the driver, so that the call sees what the socket saw.
  const bare = await MongoClient.connect(mongod.url, {
    ...SOCKET,
    serverSelectionTimeoutMS: 300,
    retryWrites: false,
    retryReads: false,
  });
  const underWay = [1, 2, 3, 4].map(() =>
    failureOf(bare.db().collection('things').bulkWrite(many(), { ordered: false })),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await mongod.kill();
  const interrupted = (await Promise.all(underWay)).filter((error) => error !== undefined);
  expect(interrupted.length).toBeGreaterThan(0);
  const afterwards = await Promise.all([
    failureOf(things().bulkWrite(many(), { ordered: false })),
    failureOf(things().insertOne({ key: 2 })),
    failureOf(things().findOne({})),
    failureOf(client.db().command({ ping: 1 })),
  ]);
  for (const error of [...interrupted, ...afterwards])
    expect([error, isMongoUnavailable(error)]).toEqual([error, true]);
  await bare.close(true);
  await mongod.start();
});
