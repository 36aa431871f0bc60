import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ListedChange } from '@feedflow/shared/mongo/jobs/change-log';
import { createChanges } from '@feedflow/shared/mongo/jobs/changes';
import { packKeys } from '@feedflow/shared/mongo/jobs/packed-keys';
import { Binary, type Db, MongoClient, ObjectId } from 'mongodb';
import { expect, test } from 'vitest';
import { createSandbox } from '../../testing/suite/sandbox.ts';

const [from, to] = ['https://old.example/jobs.xml', 'https://new.example/jobs.xml'];
const sha1 = (text: string) => hash('sha1', text);

/** Runs the script for mongosh from operations.md, with the driver in place of mongosh. */
async function runScript(database: Db): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
  const script = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const printed: string[] = [];
  const AsyncFunction: new (...args: string[]) => (...args: unknown[]) => Promise<void> =
    Object.getPrototypeOf(async () => undefined).constructor;
  const db = { getCollection: (name: string) => database.collection(name) };
  const print = (line: string) => printed.push(line);
  const globals = {
    db,
    print,
    require: createRequire(import.meta.url),
    ObjectId,
    HexData: (type: number, hex: string) => new Binary(Buffer.from(hex, 'hex'), type),
  };
  await new AsyncFunction(...Object.keys(globals), script)(...Object.values(globals));
  return printed.join('\n');
}

test('a source that moved keeps its jobs, for every kind of key', async () => {
  await using sandbox = await openSandbox();
  const jobs = sandbox.db.collection('jobs');
  const job = (key: string, externalId: string | null, jobUrl: string | null) => ({
    dedupeKey: sha1(key),
    sourceUrl: from,
    externalId,
    jobUrl,
  });
  await jobs.insertMany([
    job(`${from}|7`, '7', 'https://old.example/7'),
    job(`${from}|https://old.example/8`, null, 'https://old.example/8'),
    job(`${from}|7|https://old.example/9`, '7', 'https://old.example/9'),
    job(`${from}|https://old.example/10`, '10', 'https://old.example/10'),
    job('made in another way', '11', null),
    { ...job(`${from}|12`, '12', null), sourceUrl: 'https://another.example/' },
  ]);

  expect(await runScript(sandbox.db)).toBe('4 jobs moved, 1 left');
  const moved = await jobs.find({ sourceUrl: to }).toArray();
  expect(moved.map(({ dedupeKey }) => dedupeKey).sort()).toEqual(
    [
      sha1(`${to}|7`),
      sha1(`${to}|https://old.example/8`),
      sha1(`${to}|7|https://old.example/9`),
      sha1(`${to}|https://old.example/10`),
    ].sort(),
  );
  expect(await jobs.countDocuments({ sourceUrl: from })).toBe(1);
});

test('a program that follows the changes has the jobs of a source that moved', async () => {
  await using sandbox = await openSandbox();
  const changes = createChanges(sandbox.db);
  const group = new ObjectId();
  const stored = Array.from({ length: 1_201 }, (_, n) => ({
    dedupeKey: sha1(`${from}|${n}`),
    sourceUrl: from,
    externalId: String(n),
    jobUrl: null,
    changeGroup: group,
  }));
  await sandbox.db.collection('jobs').insertMany(stored);
  const keys = packKeys(stored.map(({ dedupeKey }) => dedupeKey));
  await sandbox.db
    .collection<ListedChange>('changes')
    .insertOne({ _id: 1, group, runId: null, at: new Date(), keys });

  const copy = new Set<string>();
  const read = async (into: Set<string>, after: string | undefined): Promise<string> => {
    for (let at = after; ; ) {
      const { items, nextCursor } = await changes.read({ cursor: at, limit: 500 });
      for (const { dedupeKey, job } of items) {
        if (job) into.add(dedupeKey);
        else into.delete(dedupeKey);
      }
      if (nextCursor === at) return nextCursor;
      at = nextCursor;
    }
  };
  const cursor = await read(copy, undefined);
  expect(copy.size).toBe(1_201);

  expect(await runScript(sandbox.db)).toBe('1201 jobs moved, 0 left');
  // As the scheduler does.
  await changes.listUnfinished(new Date(Date.now() + 120_000));
  await read(copy, cursor);
  const reread = new Set<string>();
  await read(reread, undefined);
  const moved = new Set(stored.map(({ externalId }) => sha1(`${to}|${externalId}`)));
  expect(copy).toEqual(moved);
  expect(reread).toEqual(moved);
});

async function openSandbox() {
  const sandbox = await createSandbox();
  const client = new MongoClient(sandbox.mongoUri);
  return {
    db: client.db(),
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await sandbox.close();
    },
  };
}
