import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
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
  await new AsyncFunction('db', 'print', 'require', script)(db, print, createRequire(import.meta.url));
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
